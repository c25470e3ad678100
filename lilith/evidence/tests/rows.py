"""Real rows for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lilith.evidence.enums import Direction, Domain, Importance, Start
from lilith.evidence.models import Dossier, DossierOutcome, DossierStudy, Outcome
from lilith.evidence.rating.shapes import LOWERING, Judgment, OutcomeInput, RatingInput, Reason
from lilith.evidence.services import record_outcome, record_study
from lilith.library.enums import PublicationType
from lilith.library.models import Publication

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def a_publication(slug: str = "essai-2014", **fields: Any) -> Publication:
    values = {"title": "Un essai avec tirage au sort", "type": PublicationType.ARTICLE, "year": 2014, **fields}
    return Publication.objects.create(slug=slug, **values)


def a_dossier(slug: str = "chez-soi", **fields: Any) -> Dossier:
    dossier = Dossier(slug=slug, **{"title": "Un logement d’abord", "population": "Personnes sans logement", **fields})
    dossier.full_clean()
    dossier.save()
    return dossier


def an_outcome(slug: str = "hospitalisation", name: str = "Jours d’hospitalisation", order: int = 0) -> Outcome:
    values = {"name": name, "plain_name": f"{name}, dit simplement", "order": order}
    return Outcome.objects.get_or_create(slug=slug, defaults=values)[0]


def a_study(dossier: Dossier, slug: str = "essai-2014", **facts: Any) -> DossierStudy:
    return record_study(dossier=dossier, publication=a_publication(slug), **facts)


def a_line(
    dossier: Dossier, outcome: Outcome | None = None, studies: tuple[DossierStudy, ...] = (), **facts: Any
) -> DossierOutcome:
    values = {"importance": Importance.CRITICAL, "start": Start.TRIAL, "direction": Direction.BETTER, **facts}
    return record_outcome(dossier=dossier, outcome=outcome or an_outcome(), studies=studies, **values)


def judged(**points: int) -> tuple[Judgment, ...]:
    """Every lowering domain judged 0, except those given by the name of their code; both readers say why."""
    values = {**dict.fromkeys((domain.value for domain in LOWERING), 0), **points}
    reasons = (Reason("première lecture", "Parce que."), Reason("seconde lecture", "Pour la même raison."))
    return tuple(Judgment(Domain(code), value, reasons) for code, value in values.items())


def outcome_input(key: str = "hospitalisation", **fields: Any) -> OutcomeInput:
    values: dict[str, Any] = {
        "name": key.capitalize(),
        "importance": Importance.CRITICAL,
        "start": Start.TRIAL,
        "direction": Direction.BETTER,
        "studies": 2,
        "judgments": judged(),
        **fields,
    }
    return OutcomeInput(key=key, **values)


def inputs(*outcomes: OutcomeInput) -> RatingInput:
    return RatingInput(question="Un logement d’abord", outcomes=outcomes or (outcome_input(),))
