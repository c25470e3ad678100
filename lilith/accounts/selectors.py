"""Questions about people and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState

from lilith.accounts.enums import Role, Verb
from lilith.accounts.models import RoleGrant, User
from lilith.accounts.permissions import can

__all__ = ["Waiting", "can", "role_words", "user_by_email", "waiting_for"]

# Lines of one kind on « Mon espace »; the back office has them all.
SHOWN = 5


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: what, where to act, since when or until when in words."""

    title: str
    url: str
    why: str
    icon: str


def user_by_email(*, email: str) -> User | None:
    """The account with this address, whatever the case of its letters."""
    return User.objects.filter(email__iexact=email.strip()).first()


def role_words(*, user: User) -> list[str]:
    """The roles of a person in words, each with its territory: « agence régionale de santé (Bretagne) »."""
    words = []
    grants = user.roles.select_related("region", "departement").order_by("granted_at", "pk")
    for grant in grants:
        place = grant.departement or grant.region
        words.append(f"{grant.get_role_display()} ({place.name})" if place else str(grant.get_role_display()))
    return words


def administrators() -> Any:
    """Active accounts that may manage accounts, demonstration left out."""
    return User.objects.filter(is_active=True, is_demo=False, roles__role=Role.ADMIN).distinct()


def is_last_administrator(*, user: User) -> bool:
    """True when nobody else could manage accounts."""
    rows = administrators()
    return rows.filter(pk=user.pk).exists() and rows.count() == 1


def waiting_for(*, user: User) -> list[Waiting]:
    """What the back office waits for from `user`: pages to publish, pages sent back to be changed."""
    if not can(user, Verb.OPEN_BACK_OFFICE):
        return []
    found = []
    if can(user, Verb.PUBLISH_CONTENT):
        found += _to_publish()
    found += _sent_back(user)
    return found


def _to_publish() -> list[Waiting]:
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__base_content_type=ContentType.objects.get_for_model(Page)
    ).order_by("started_at")
    pages = _pages([state.workflow_state.object_id for state in states.select_related("workflow_state")[:SHOWN]])
    return [
        Waiting(page.get_admin_display_title(), _edit(page), "Ce texte attend d’être relu et publié.", "book-open-check")
        for page in pages
    ]


def _sent_back(user: User) -> list[Waiting]:
    states = WorkflowState.objects.filter(requested_by=user, status=WorkflowState.STATUS_NEEDS_CHANGES)
    pages = _pages(list(states.order_by("-created_at").values_list("object_id", flat=True)[:SHOWN]))
    return [
        Waiting(page.get_admin_display_title(), _edit(page), "La coordination vous demande des changements.", "square-pen")
        for page in pages
    ]


def _pages(ids: list[str]) -> list[Page]:
    found = Page.objects.in_bulk([int(pk) for pk in ids])
    return [found[int(pk)] for pk in ids if int(pk) in found]


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def roles_of(*, user: User) -> list[RoleGrant]:
    """The grants of a person, oldest first."""
    return list(user.roles.order_by("granted_at", "pk"))
