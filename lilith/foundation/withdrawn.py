"""Whether an address was that of something public that has been withdrawn: readers and robots are told so (410)."""

from __future__ import annotations

from django.apps import apps
from wagtail.models import Page, Site

from lilith.foundation.models import PublicRecord

# No record has a longer slug; the rest is not looked for.
LONGEST_SLUG = 120


def is_withdrawn(*, path: str) -> bool:
    """True for the address of a page that was published and is no longer, or of a record that is out of line."""
    parts = [part for part in path.split("/") if part]
    if not parts or not path.endswith("/") or len(parts[-1]) > LONGEST_SLUG:
        return False
    return _is_withdrawn_page(path) or _is_withdrawn_record(path, parts[-1])


def _is_withdrawn_page(path: str) -> bool:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return False
    url_path = site.root_page.url_path.rstrip("/") + path
    # A draft that was never public stays unknown.
    return Page.objects.filter(url_path=url_path, live=False, first_published_at__isnull=False).exists()


def _is_withdrawn_record(path: str, slug: str) -> bool:
    models = [model for model in apps.get_models() if issubclass(model, PublicRecord) and hasattr(model, "get_absolute_url")]
    records = (record for model in models for record in model._default_manager.filter(slug=slug, live=False))
    return any(record.get_absolute_url() == path for record in records)
