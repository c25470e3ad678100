"""What was found of the evidence and the rights of a practice, as the API tells it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import TextChoices

from lilith.evidence.enums import Certainty, FranceEvidence, LeftOutReason, RightsDimension
from lilith.evidence.selectors import DossierView, OutcomeView, dossier_views
from lilith.opendata.api import schemas
from lilith.practices.models import PracticePage
from lilith.practices.selectors.dossiers import public_dossier

NO_DOSSIER: dict[str, Any] = {
    "basis": "none", "effect": None, "method": None, "rated_on": None, "outcomes": [], "dossier_studies": [],
    "not_studied_for": [], "origin": "", "verdicts": [],
}  # fmt: skip


def views_of(practices: Iterable[PracticePage]) -> dict[int, DossierView]:
    """Key of a practice → its dossier. The dossiers come with the practices; seven queries more."""
    found = {dossier.pk: practice.pk for practice in practices if (dossier := public_dossier(practice)) is not None}
    views = dossier_views(dossiers=[practice.dossier for practice in practices if practice.dossier_id in found])
    return {found[key]: view for key, view in views.items()}


def evidence(view: DossierView | None) -> dict[str, Any]:
    """The fields of `schemas.EvidenceProfile` that the dossier gives."""
    if view is None:
        france = FranceEvidence.UNKNOWN
        return NO_DOSSIER | {
            "certainty": word(Certainty.NOT_JUDGED),
            "france": schemas.FranceEvidence(code=france.value, label=str(france.label), note=""),
        }
    return {
        "basis": view.basis,
        "certainty": word(view.certainty),
        "effect": word(view.effect) if view.effect else None,
        "method": view.rating.method if view.rating else None,
        "rated_on": view.rating.valid_at if view.rating else None,
        "outcomes": [_outcome(outcome) for outcome in view.outcomes],
        "dossier_studies": [_study(study) for study in (*view.taken, *view.left_out)],
        "not_studied_for": list(view.not_studied_for),
        "origin": view.origin,
        "france": schemas.FranceEvidence(code=view.france.value, label=str(view.france.label), note=view.france_note),
        "verdicts": [
            schemas.Verdict(
                body=one.body, verdict=one.verdict, scope=one.scope, stated_on=one.stated_on, url=one.url,
                why_differs=one.why_differs,
            )
            for one in view.verdicts
        ],
    }  # fmt: skip


def rights(view: DossierView | None) -> dict[str, Any]:
    """The state of the profile, and each right with both voices once both have signed."""
    cells = {cell.dimension: cell.signed for cell in view.rights} if view else {}
    signed = sum(bool(said) for said in cells.values())
    return {
        "state": "assessed" if signed == len(RightsDimension) else "partly_assessed" if signed else "not_assessed",
        "dimensions": [
            schemas.Right(
                code=dimension.value,
                label=str(dimension.label),
                signed=[
                    schemas.SignedRight(
                        voice=word(said.voice), level=word(said.level), justification=said.justification, role=said.role,
                        signed_on=said.day,
                    )
                    for said in cells.get(dimension, ())
                ],
            )
            for dimension in RightsDimension
        ],
    }  # fmt: skip


def word(code: Any) -> schemas.Coded:
    """A stable code with its French words."""
    return schemas.Coded(code=code.value, label=str(code.label))


def _study(study: Any) -> schemas.DossierStudy:
    reason: TextChoices | None = LeftOutReason(study.reason) if study.reason else None
    return schemas.DossierStudy(
        publication=study.publication.slug,
        in_france=study.in_france,
        reason=word(reason) if reason else None,
        reason_text=study.reason_text,
    )


def _outcome(outcome: OutcomeView) -> schemas.Outcome:
    frequency = outcome.frequency
    return schemas.Outcome(
        id=outcome.line.outcome_id,
        name=outcome.name,
        plain_name=outcome.plain_name,
        importance=word(outcome.importance),
        direction=word(outcome.direction),
        text=outcome.words,
        studies_kind=word(outcome.start),
        effect=outcome.effect,
        frequency=schemas.Frequency(
            per=frequency.per,
            with_practice=frequency.with_count,
            without_practice=frequency.without_count,
            sentence=frequency.sentence,
        )
        if frequency
        else None,
        studies=[study.publication.slug for study in outcome.studies],
        certainty=word(outcome.certainty),
        steps=[
            schemas.Step(
                words=step.words,
                after=step.after.value,
                domain=step.domain.value if step.domain else None,
                points=step.points,
                reasons=[schemas.Reason(by=reason.by, text=reason.text) for reason in step.reasons],
            )
            for step in outcome.steps
        ],
    )
