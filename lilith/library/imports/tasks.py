"""Jobs of the import. Each may be run again: it finds what is left to do in the state of the import."""

from django.utils import timezone
from django_tasks import task

from lilith.library.imports import services, writing


@task()
def read_references(batch_id: int) -> None:
    """Read the file of an import into the staging table."""
    services.read_batch(batch_id=batch_id)


@task()
def write_references(batch_id: int) -> None:
    """Write what was decided, then have search read what became public."""
    public = writing.write_batch(batch_id=batch_id, now=timezone.now())
    if public:
        index_references.enqueue(public)


@task()
def index_references(keys: list[int]) -> int:
    """Have search read these publications again."""
    return writing.index(keys=keys)
