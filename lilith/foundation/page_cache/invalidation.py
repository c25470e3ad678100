"""What empties the page cache: any write to a row that a public page may show.

The rule is the safe way round: every model counts, except those that say `never_public = True` and the few tables of
libraries listed here. Writes without signals (`update`, `bulk_create`, raw SQL) tell `foundation.changes.tell`.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save

from lilith.foundation.page_cache.generation import bump_on_commit
from lilith.foundation.slots import register_change_listener

PRIVATE_APPS = {
    "account", "auth", "contenttypes", "django_tasks_database", "sessions", "wagtailadmin", "wagtailembeds", "wagtailsearch",
    "wagtailusers",
}  # fmt: skip
PRIVATE_MODELS = {
    # Made while a page is read, or kept for editors only.
    "foundation.lilithrendition", "wagtailcore.revision", "wagtailcore.modellogentry", "wagtailcore.pagelogentry",
    "wagtailcore.workflow", "wagtailcore.workflowcontenttype", "wagtailcore.workflowpage", "wagtailcore.workflowstate",
    "wagtailcore.workflowtask", "wagtailcore.task", "wagtailcore.taskstate", "wagtailcore.groupapprovaltask",
    "wagtailcore.referenceindex", "wagtailcore.comment", "wagtailcore.commentreply", "wagtailcore.pagesubscription",
    "wagtailcore.uploadedfile",
}  # fmt: skip


def may_be_public(sender: Any) -> bool:
    """True when a page may show rows of this model."""
    meta = sender._meta
    return not (getattr(sender, "never_public", False) or meta.app_label in PRIVATE_APPS or meta.label_lower in PRIVATE_MODELS)


def _on_write(sender: Any, **kwargs: Any) -> None:
    if kwargs.get("update_fields") == frozenset({"last_login"}):
        return
    if may_be_public(sender):
        bump_on_commit()


def _on_link(sender: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and may_be_public(sender):
        bump_on_commit()


def _on_change(instance: Any) -> None:
    bump_on_commit()


def connect() -> None:
    """Listen; called once, when the site starts."""
    post_save.connect(_on_write, dispatch_uid="lilith-page-cache-save")
    post_delete.connect(_on_write, dispatch_uid="lilith-page-cache-delete")
    m2m_changed.connect(_on_link, dispatch_uid="lilith-page-cache-link")
    register_change_listener(_on_change)
