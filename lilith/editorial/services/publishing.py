"""Publishing without the readings, with a reason that readers see; publishing at the time that was chosen."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Page, Revision

from lilith.accounts.models import User
from lilith.editorial.models import PublicationReason
from lilith.editorial.permissions import Verb, role_for
from lilith.foundation.changes import tell


class DraftChangedError(Exception):
    """Another draft was saved meanwhile."""

    def __str__(self) -> str:
        return "Quelqu’un a enregistré un autre brouillon entre-temps. Relisez-le, puis publiez de nouveau."


@transaction.atomic
def publish_directly(*, page: Page, revision_id: int, user: User, why: str, now: datetime) -> Revision:
    """Publish a draft, or plan its publication, without its readings. `why` (500 characters at most) enters the history.

    Raises PermissionDenied, ValidationError (no reason, or too long), DraftChangedError when it is not the last draft.
    """
    role = role_for(user, Verb.PUBLISH)
    if role is None or not page.permissions_for_user(user).can_publish():
        raise PermissionDenied
    held = Page.objects.select_for_update().get(pk=page.pk)
    if held.latest_revision_id != revision_id:
        raise DraftChangedError
    revision = Revision.objects.get(pk=revision_id)
    why = " ".join(why.split())
    if not why:
        raise ValidationError({"why": "Dites pourquoi\u00a0: cette phrase est publique."})
    reason = PublicationReason.objects.filter(revision=revision).first() or PublicationReason(revision=revision)
    reason.why, reason.role, reason.given_at = why, role.value, now
    reason.full_clean()
    reason.save()
    revision.publish(user=user)
    return revision


@transaction.atomic
def keep_as_draft(*, page: Page) -> None:
    """Take back a page that the form of a new page has put online before the reason was asked."""
    Page.objects.filter(pk=page.pk, live_revision__isnull=True).update(live=False, has_unpublished_changes=True)
    page.refresh_from_db()
    tell(page)


def publish_scheduled(now: datetime) -> str:
    """Scheduled work: put online, or withdraw, what was planned for before now. Wagtail decides by the clock."""
    out = StringIO()
    planned = Revision.objects.filter(approved_go_live_at__lt=now).count()
    ended = Page.objects.filter(live=True, expire_at__lt=now).count()
    if planned or ended:
        call_command("publish_scheduled", stdout=out)
    return f"{planned} texte(s) mis en ligne, {ended} retiré(s)"
