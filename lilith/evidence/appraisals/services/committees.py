"""Committees and who sits in them."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lilith.accounts.models import User
from lilith.evidence.appraisals.enums import Capacity, CommitteeKind
from lilith.evidence.appraisals.errors import InvalidError, NotAllowedError, StaleError
from lilith.evidence.models import Committee, CommitteeMember, Dossier
from lilith.evidence.permissions import Verb, roles_for

# Who may sit: whoever has a voice somewhere in an appraisal.
SEATED = (Verb.APPRAISE, Verb.SIGN_LIVED_EXPERIENCE, Verb.READ_AS_RELATIVE)


@transaction.atomic
def create_committee(*, kind: CommitteeKind, title: str, purpose: str, by: User, dossier: Dossier | None = None) -> Committee:
    """Make a committee. Raises NotAllowedError; InvalidError when it exists already, or lacks its dossier."""
    _require(by)
    committee = Committee(kind=kind, title=title.strip(), purpose=purpose.strip(), dossier=dossier)
    committee.is_demo = by.is_demo or bool(dossier and dossier.is_demo)
    _save(committee)
    return committee


@transaction.atomic
def seat_member(*, committee: Committee, user: User, capacity: Capacity, since: date, by: User) -> CommitteeMember:
    """Give someone a seat. Raises NotAllowedError; InvalidError when they have one already, or no role for it."""
    _require(by)
    if not committee.live:
        raise InvalidError("Ce comité n’est plus en activité.")
    if user.is_demo and not committee.is_demo:
        raise InvalidError("Un compte de démonstration ne siège que dans un comité de démonstration.")
    roles = [role for verb in SEATED for role in roles_for(user, verb)]
    if not roles:
        raise InvalidError("Cette personne n’a pas de rôle dans les évaluations.")
    member = CommitteeMember(committee=committee, user=user, role=roles[0], capacity=capacity, since=since)
    _save(member)
    return member


@transaction.atomic
def end_seat(*, member: CommitteeMember, until: date, by: User) -> None:
    """Say that someone sat until a day. Raises NotAllowedError; StaleError when it was said already; InvalidError."""
    _require(by)
    if until < member.since:
        raise InvalidError("La fin vient avant le début.")
    row = CommitteeMember.objects.select_for_update().get(pk=member.pk)
    if row.until is not None:
        raise StaleError("Ce siège est déjà libéré.")
    row.until = until
    row.save()


@transaction.atomic
def close_committee(*, committee: Committee, by: User) -> None:
    """Say that a committee no longer meets; its past stays."""
    _require(by)
    committee.live = False
    committee.save()


def _require(by: User) -> None:
    if not roles_for(by, Verb.MANAGE_COMMITTEES):
        raise NotAllowedError("Seules la coordination et l’administration composent les comités.")


def _save(row: Committee | CommitteeMember) -> None:
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise InvalidError(error.messages[0]) from error
    except IntegrityError as error:
        raise StaleError("Quelqu’un vient de le faire. Rechargez la page.") from error
