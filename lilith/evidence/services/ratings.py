"""Computing, publishing and withdrawing what an appraisal gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lilith.evidence import rating as methods
from lilith.evidence.enums import Direction, Importance, Start, StudyDecision
from lilith.evidence.models import Appraisal, Dossier, Rating
from lilith.evidence.rating.shapes import Judgment, OutcomeInput, RatingError, RatingInput, from_json, to_json
from lilith.foundation.changes import tell


def inputs_of(*, dossier: Dossier, judgments: Mapping[int, Iterable[Judgment]]) -> RatingInput:
    """What a method reads: the lines of the dossier as they are now, with the judgments of each (key: id of the line).

    Raises ValidationError for a judgment of a line that the dossier does not have.
    """
    lines = list(dossier.outcomes.select_related("outcome").prefetch_related("studies"))
    unknown = set(judgments) - {line.pk for line in lines}
    if unknown:
        raise ValidationError("Un jugement porte sur un résultat qui n’est plus dans le dossier. Rechargez la page.")
    return RatingInput(
        question=dossier.title,
        outcomes=tuple(
            OutcomeInput(
                key=line.outcome_id,
                name=line.outcome.name,
                importance=Importance(line.importance),
                start=Start(line.start),
                direction=Direction(line.direction),
                studies=sum(study.decision == StudyDecision.TAKEN for study in line.studies.all()),
                judgments=tuple(judgments.get(line.pk, ())),
            )
            for line in lines
        ),
    )


@transaction.atomic
def publish_rating(*, dossier: Dossier, inputs: RatingInput, now: datetime, appraisal: Appraisal | None = None) -> Rating:
    """Compute by the current method, keep the result with all that was read, and tell who shows it.

    The dossier is locked: of two publications at once, the last is the current one and both stay. Raises ValidationError
    when the judgments are out of their bounds.
    """
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    try:
        result = methods.METHODS[methods.CURRENT](inputs)
    except RatingError as error:
        raise ValidationError(str(error)) from error
    row = Rating(
        dossier=dossier,
        appraisal=appraisal,
        method=result.method,
        inputs=to_json(inputs),
        result=to_json(result),
        certainty=result.certainty.value,
        effect=result.effect.value,
        valid_at=timezone.localdate(now),
        recorded_at=now,
    )
    row.full_clean()
    row.save()
    tell(dossier)
    return row


@transaction.atomic
def withdraw_rating(*, rating: Rating, reason: str, now: datetime) -> None:
    """Take back a published rating, with the reason that is shown; its row stays. Raises ValidationError when it was already."""
    if not reason.strip():
        raise ValidationError({"withdrawn_reason": "Dites pourquoi ce niveau est retiré."})
    rows = Rating.objects.filter(pk=rating.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=now, withdrawn_reason=reason.strip()):
        raise ValidationError("Ce niveau a déjà été retiré.")
    rating.refresh_from_db()
    tell(rating.dossier)


@dataclass(frozen=True)
class Difference:
    """A published rating that its own method would not give again."""

    rating: Rating
    words: str


def recheck_ratings() -> tuple[int, list[Difference]]:
    """Compute every published rating again from what it read, by its own method: (how many, those that differ)."""
    count = 0
    differences = []
    for row in Rating.objects.select_related("dossier").order_by("pk").iterator():
        count += 1
        words = _difference(row)
        if words:
            differences.append(Difference(row, words))
    return count, differences


def _difference(row: Rating) -> str:
    method = methods.METHODS.get(row.method)
    if method is None:
        return f"la méthode «\u00a0{row.method}\u00a0» n’existe pas"
    try:
        result = method(from_json(RatingInput, row.inputs))
    except RatingError as error:
        return str(error)
    columns = {"certitude": (row.certainty, result.certainty.value), "effet": (row.effect, result.effect.value)}
    for name, (kept, computed) in columns.items():
        if kept != computed:
            return f"{name} gardée «\u00a0{kept}\u00a0», calculée «\u00a0{computed}\u00a0»"
    return "" if row.result == to_json(result) else "les étapes gardées ne sont pas celles que la méthode donne"
