"""What becomes of what a person read, judged, declared or wrote: they take a copy; erased, the role stays and the name goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lilith.evidence.models import (
    AppraisalEvent,
    CommitteeMember,
    InterestDeclaration,
    Judgment,
    MinorityOpinion,
    Opinion,
    Override,
    OwnerAnswer,
    Reading,
    Settlement,
)
from lilith.foundation.slots import PersonalData, register_personal_data

ERASED_SUBJECT = "Texte effacé, à la demande de la personne."

# Part of a public decision: (model, what is exported). The link to the person goes, the role stays.
STAYS: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (AppraisalEvent, ("state", "reason", "by_role", "valid_at", "recorded_at")),
    (Settlement, ("domain", "value", "reason", "recorded_at", "accepted_at")),
    (Opinion, ("voice", "decision", "reason", "role", "recorded_at")),
    (Override, ("reason", "role", "recorded_at")),
    (MinorityOpinion, ("text", "role", "recorded_at")),
    (OwnerAnswer, ("text", "role", "recorded_at")),
)


def register() -> None:
    """Tell foundation; called once, when the site starts."""
    for model, columns in STAYS:
        register_personal_data(PersonalData(model._meta.label, _export_of(model, columns), _unsign(model)))
    register_personal_data(PersonalData(Reading._meta.label, _export_readings, _unsign_readings))
    register_personal_data(PersonalData(InterestDeclaration._meta.label, _export_interests, _erase_interests))
    register_personal_data(PersonalData(CommitteeMember._meta.label, _export_seats, _erase_seats))


def _export_of(model: type[Any], columns: tuple[str, ...]) -> Callable[[Any], list[dict[str, Any]]]:
    return lambda user: list(model.objects.filter(by=user).values("pk", *columns))


def _unsign(model: type[Any]) -> Callable[[Any], int]:
    return lambda user: int(model.objects.filter(by=user).update(by=None))


def _export_readings(user: Any) -> list[dict[str, Any]]:
    """The person's own judgments, those of nobody else."""
    found = []
    for reading in Reading.objects.filter(reviewer=user).select_related("appraisal__dossier"):
        judgments = Judgment.objects.filter(reading=reading).select_related("outcome__outcome")
        found.append(
            {
                "dossier": reading.appraisal.dossier.title,
                "seat": reading.seat,
                "assigned_on": reading.assigned_on,
                "done_at": reading.done_at,
                "judgments": [
                    {"outcome": str(row.outcome), "domain": row.domain, "value": row.value, "reason": row.reason}
                    for row in judgments
                ],
            }
        )
    return found


def _unsign_readings(user: Any) -> int:
    return int(Reading.objects.filter(reviewer=user).update(reviewer=None))


def _export_interests(user: Any) -> list[dict[str, Any]]:
    columns = (
        "kind",
        "subject",
        "dossier__title",
        "organisation__name",
        "valid_from",
        "valid_until",
        "declared_at",
        "withdrawn_at",
    )
    return list(InterestDeclaration.objects.filter(user=user).values(*columns))


def _erase_interests(user: Any) -> int:
    """Kind and dates stay beside the judgments they stood by; what could name the person goes."""
    rows = InterestDeclaration.objects.filter(user=user)
    rows.exclude(subject="").update(subject=ERASED_SUBJECT)
    return int(rows.update(user=None))


def _export_seats(user: Any) -> list[dict[str, Any]]:
    rows = CommitteeMember.objects.filter(user=user)
    return [dict(row) for row in rows.values("committee__title", "capacity", "since", "until")]


def _erase_seats(user: Any) -> int:
    return int(CommitteeMember.objects.filter(user=user).delete()[0])
