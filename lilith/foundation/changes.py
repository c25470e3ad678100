"""One place that hears that a public record changed, and tells the rooms that asked to know.

Listeners run inside the transaction of the change (a search index that is rolled back with it); what must wait for the
commit, such as the page cache, uses `transaction.on_commit` itself.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from lilith.foundation.models import PublicRecord
from lilith.foundation.page_cache.generation import generation
from lilith.foundation.slots import change_listeners


def tell(instance: Any) -> None:
    """Tell every listener that `instance` changed, appeared or went away."""
    for listener in change_listeners():
        listener(instance)


def stamp() -> bytes | None:
    """A token that differs after each committed change of what the public sees, in every process; None when unknown."""
    return generation().read()


def _on_record(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, (PublicRecord, Page)) and not kwargs.get("raw"):
        tell(instance)


def _on_record_saved(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, PublicRecord) and not kwargs.get("raw"):
        tell(instance)


def _on_page(sender: type, instance: Any, **kwargs: Any) -> None:
    tell(instance)


def connect() -> None:
    """Listen to Wagtail's publication signals and to the saving of public records."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_on_page, dispatch_uid=f"lilith-{id(signal)}")
    post_save.connect(_on_record_saved, dispatch_uid="lilith-record-saved")
    post_delete.connect(_on_record, dispatch_uid="lilith-record-deleted")
    m2m_changed.connect(_on_record_saved, dispatch_uid="lilith-record-linked")
