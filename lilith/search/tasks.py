"""Jobs of the search room."""

from django_tasks import task

from lilith.search import services


@task()
def reanalyse_documents() -> int:
    """Read every document again with the thesaurus of now."""
    return services.reanalyse()
