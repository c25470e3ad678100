"""Everything a page says of a dossier, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from lilith.evidence.enums import Certainty, Direction, Effect, FranceEvidence, Importance, Start, StudyDecision
from lilith.evidence.models import Dossier, DossierOutcome, DossierStudy, OtherVerdict, Rating
from lilith.evidence.rating.shapes import OutcomeResult, RatingInput, RatingResult, Step, from_json
from lilith.evidence.selectors.numbers import Frequency, certainty_bar, effect_words, months_words, natural_frequency
from lilith.evidence.selectors.rights import RightsCell, rights_of
from lilith.foundation.fields import lines_of

BASIS_DOCUMENTS = "documents"
BASIS_APPRAISAL = "appraisal"


@dataclass(frozen=True)
class Search:
    """How the studies were looked for; empty strings and tuples where it is not said."""

    sources: tuple[str, ...]
    words: tuple[str, ...]
    since: str
    until: str
    done_on: date | None
    done_by: str
    selection: str

    @property
    def is_said(self) -> bool:
        """False when nothing was written of the search: no figure of this dossier may then be called systematic."""
        return bool(self.sources or self.words or self.done_on)


# What changes for people, in a word: « pas dit » when the sources do not say it.
CHANGES = {
    Direction.BETTER: "mieux",
    Direction.NONE: "pareil",
    Direction.WORSE: "moins bien",
    Direction.MIXED: "partagé",
    Direction.UNKNOWN: "pas dit",
}


@dataclass(frozen=True)
class OutcomeSummary:
    """One outcome in short; `certainty` is « non jugée » and `steps` is empty before an appraisal."""

    line: DossierOutcome
    name: str
    plain_name: str
    importance: Importance
    start: Start
    direction: Direction
    words: str
    frequency: Frequency | None
    certainty: Certainty
    steps: tuple[Step, ...]

    @property
    def change(self) -> str:
        """« mieux », « pareil », « moins bien », « partagé », « pas dit »."""
        return CHANGES[self.direction]

    @property
    def bar(self) -> str:
        return certainty_bar(self.certainty)


@dataclass(frozen=True)
class OutcomeView(OutcomeSummary):
    """One outcome in full: the effect as the sources write it, and the studies it rests on."""

    effect: str
    follow_up: str
    studies: tuple[DossierStudy, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What this outcome needs before its certainty can be computed; empty once it is."""
        if self.certainty != Certainty.NOT_JUDGED:
            return ()
        needs = []
        if not self.studies:
            needs.append("au moins une étude retenue")
        if self.start == Start.UNKNOWN:
            needs.append("la sorte d’études")
        return (*needs, "les cinq jugements, par deux lecteurs")


@dataclass(frozen=True)
class DossierSummary:
    """A dossier in short: what it says of each outcome, and how surely. `rating` as in `DossierView`."""

    dossier: Dossier
    rating: Rating | None
    certainty: Certainty
    effect: Effect | None
    why_certainty: str
    outcomes: tuple[OutcomeSummary, ...]
    not_studied_for: tuple[str, ...]

    @property
    def bar(self) -> str:
        return certainty_bar(self.certainty)


@dataclass(frozen=True)
class DossierView:
    """A dossier for its readers. `rating` is the current published one; without it the basis is « documents ».

    `changed_since` names outcomes whose line changed after they were rated: the rating speaks of the line as it was.
    """

    dossier: Dossier
    basis: str
    rating: Rating | None
    certainty: Certainty
    effect: Effect | None
    why_certainty: str
    why_effect: str
    search: Search
    taken: tuple[DossierStudy, ...]
    left_out: tuple[DossierStudy, ...]
    outcomes: tuple[OutcomeView, ...]
    changed_since: tuple[str, ...]
    not_known: str
    not_studied_for: tuple[str, ...]
    verdicts: tuple[OtherVerdict, ...]
    origin: str
    france: FranceEvidence
    france_note: str
    france_studies: tuple[DossierStudy, ...]
    rights: tuple[RightsCell, ...]

    @property
    def bar(self) -> str:
        return certainty_bar(self.certainty)


def current_rating(*, dossier: Dossier) -> Rating | None:
    """The last published rating, unless it was withdrawn. One query."""
    return _current(dossier.ratings.order_by("recorded_at", "pk").last())


def _current(last: Rating | None) -> Rating | None:
    return last if last is not None and last.withdrawn_at is None else None


def dossier_summary(*, dossier: Dossier, is_rated: bool = True) -> DossierSummary:
    """What a page says of a dossier in short. Two queries; one when who asks knows that it is not rated."""
    rating = current_rating(dossier=dossier) if is_rated else None
    result = from_json(RatingResult, rating.result) if rating else None
    rated = _by_key(result)
    lines = dossier.outcomes.select_related("outcome")
    return DossierSummary(
        dossier=dossier,
        rating=rating,
        certainty=result.certainty if result else Certainty.NOT_JUDGED,
        effect=result.effect if result else None,
        why_certainty=result.why_certainty if result else "",
        outcomes=tuple(OutcomeSummary(**_outcome(line, rated.get(line.outcome_id))) for line in lines),
        not_studied_for=tuple(lines_of(dossier.not_studied_for)),
    )


def dossier_view(*, dossier: Dossier) -> DossierView:
    """Everything a page needs of `dossier`, in seven queries whatever its length."""
    return dossier_views(dossiers=[dossier])[dossier.pk]


def dossier_views(*, dossiers: Iterable[Dossier]) -> dict[int, DossierView]:
    """Key of a dossier → its view, read again from the database. Seven queries whatever their number, none without dossier."""
    keys = [dossier.pk for dossier in dossiers]
    if not keys:
        return {}
    rows = Dossier.objects.filter(pk__in=keys).prefetch_related(
        Prefetch("ratings", Rating.objects.order_by("recorded_at", "pk")),
        Prefetch("studies", DossierStudy.objects.select_related("publication").order_by("sort_order", "pk")),
        Prefetch("outcomes", DossierOutcome.objects.select_related("outcome").order_by("sort_order", "pk")),
        "outcomes__studies",
        Prefetch("verdicts", OtherVerdict.objects.select_related("organisation", "publication").order_by("sort_order", "pk")),
        "rights_ratings",
    )
    return {row.pk: _view(row) for row in rows}


def _view(dossier: Dossier) -> DossierView:
    rating = _current(next(reversed(dossier.ratings.all()), None))
    result = from_json(RatingResult, rating.result) if rating else None
    rated = _by_key(result)
    studies = list(dossier.studies.all())
    lines = list(dossier.outcomes.all())
    taken = tuple(study for study in studies if study.decision == StudyDecision.TAKEN)
    return DossierView(
        dossier=dossier,
        basis=BASIS_APPRAISAL if rating else BASIS_DOCUMENTS,
        rating=rating,
        certainty=result.certainty if result else Certainty.NOT_JUDGED,
        effect=result.effect if result else None,
        why_certainty=result.why_certainty if result else "",
        why_effect=result.why_effect if result else "",
        search=_search(dossier),
        taken=taken,
        left_out=tuple(study for study in studies if study.decision == StudyDecision.LEFT_OUT),
        outcomes=tuple(_outcome_view(line, rated.get(line.outcome_id), taken) for line in lines),
        changed_since=_changed_since(rating, lines, taken) if rating else (),
        not_known=dossier.not_known,
        not_studied_for=tuple(lines_of(dossier.not_studied_for)),
        verdicts=tuple(dossier.verdicts.all()),
        origin=dossier.origin_note,
        france=FranceEvidence(dossier.france_evidence),
        france_note=dossier.france_note,
        france_studies=tuple(study for study in taken if study.in_france),
        rights=rights_of(dossier.rights_ratings.all()),
    )


def _by_key(result: RatingResult | None) -> dict[str, OutcomeResult]:
    return {outcome.key: outcome for outcome in result.outcomes} if result else {}


def _search(dossier: Dossier) -> Search:
    return Search(
        tuple(lines_of(dossier.search_sources)),
        tuple(lines_of(dossier.search_words)),
        dossier.search_from,
        dossier.search_until,
        dossier.searched_on,
        dossier.search_by,
        dossier.selection_note,
    )


def _outcome(line: DossierOutcome, result: OutcomeResult | None) -> dict[str, Any]:
    return {
        "line": line,
        "name": line.outcome.name,
        "plain_name": line.outcome.plain_name,
        "importance": Importance(line.importance),
        "start": Start(line.start),
        "direction": Direction(line.direction),
        "words": line.result_words,
        "frequency": _frequency(line),
        "certainty": result.certainty if result else Certainty.NOT_JUDGED,
        "steps": result.steps if result else (),
    }


def _outcome_view(line: DossierOutcome, result: OutcomeResult | None, taken: tuple[DossierStudy, ...]) -> OutcomeView:
    return OutcomeView(
        **_outcome(line, result),
        effect=effect_words(measure=line.measure, estimate=line.estimate, low=line.ci_low, high=line.ci_high, unit=line.unit),
        follow_up=months_words(line.follow_up_months),
        studies=_studies_of(line, taken),
    )


def _studies_of(line: DossierOutcome, taken: tuple[DossierStudy, ...]) -> tuple[DossierStudy, ...]:
    own = {study.pk for study in line.studies.all()}
    return tuple(study for study in taken if study.pk in own)


def _frequency(line: DossierOutcome) -> Frequency | None:
    counts = (line.events_with, line.total_with, line.events_without, line.total_without)
    events_with, total_with, events_without, total_without = counts
    if events_with is None or total_with is None or events_without is None or total_without is None:
        return None
    return natural_frequency(
        events_with=events_with,
        total_with=total_with,
        events_without=events_without,
        total_without=total_without,
        event_words=line.event_words,
    )


def _changed_since(rating: Rating, lines: list[DossierOutcome], taken: tuple[DossierStudy, ...]) -> tuple[str, ...]:
    """Names of outcomes that were rated otherwise than their line says now, that came since, or that went."""
    then = {
        item.key: (item.name, (item.importance, item.start, item.direction, item.studies))
        for item in from_json(RatingInput, rating.inputs).outcomes
    }
    now = {
        line.outcome_id: (
            line.outcome.name,
            (line.importance, line.start, line.direction, len(_studies_of(line, taken))),
        )
        for line in lines
    }
    changed = [name for key, (name, facts) in now.items() if key not in then or then[key][1] != facts]
    return (*changed, *(name for key, (name, _) in then.items() if key not in now))
