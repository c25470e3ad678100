"""Method `grade-1`: certainty by the domains of GRADE, and what the decisive outcomes say together.

Sources: Schünemann H, Brożek J, Guyatt G, Oxman A (eds), GRADE Handbook, 2013, §5 (quality of evidence, domains that lower and
raise it) and §5.4 (the whole is as sure as the least sure critical outcome); Guyatt G et al., « GRADE guidelines » series,
J Clin Epidemiol 2011;64:380 and after; GRADE Working Group, BMJ 2004;328:1490 (« any other evidence » starts very low).
Said to readers in `docs/methode-preuves.md`; a test compares its tables with these.
"""

from __future__ import annotations

from collections.abc import Iterable

from lilith.evidence.rating.shapes import (
    LOWERING,
    RAISING,
    Certainty,
    Direction,
    Domain,
    Effect,
    Importance,
    Judgment,
    OutcomeInput,
    OutcomeResult,
    RatingError,
    RatingInput,
    RatingResult,
    Start,
    Step,
)

NAME = "grade-1"
SCALE = (Certainty.VERY_LOW, Certainty.LOW, Certainty.MODERATE, Certainty.HIGH)
# Where an outcome starts; a kind of studies that is unknown starts nowhere.
STARTS = {Start.TRIAL: Certainty.HIGH, Start.OBSERVATIONAL: Certainty.LOW, Start.OTHER: Certainty.VERY_LOW}
# The most levels that a domain takes away or gives.
MOST = {
    Domain.RISK_OF_BIAS: 2,
    Domain.INCONSISTENCY: 2,
    Domain.INDIRECTNESS: 2,
    Domain.IMPRECISION: 2,
    Domain.PUBLICATION_BIAS: 1,
    Domain.LARGE_EFFECT: 2,
    Domain.DOSE_RESPONSE: 1,
    Domain.OPPOSING_CONFOUNDING: 1,
}


def rate(inputs: RatingInput) -> RatingResult:
    """The certainty of each outcome and of the whole, the effect, and every step in words.

    Raises RatingError when an outcome or a domain comes twice, or a judgment is out of its bounds.
    """
    _refuse_twice((outcome.key for outcome in inputs.outcomes), "Ce résultat vient deux fois")
    outcomes = tuple(rate_outcome(outcome) for outcome in inputs.outcomes)
    critical = [outcome for outcome in outcomes if outcome.importance == Importance.CRITICAL]
    certainty, why_certainty = _whole(critical)
    effect, why_effect = _effect(critical)
    return RatingResult(NAME, certainty, effect, why_certainty, why_effect, outcomes)


def rate_outcome(outcome: OutcomeInput) -> OutcomeResult:
    """The certainty of one outcome: its start, less what lowers it, plus what raises it."""
    judgments = _checked(outcome.judgments)
    missing = _what_is_missing(outcome, judgments)
    if missing:
        steps = [Step(f"{missing}\u00a0: la certitude n’est pas jugée.", Certainty.NOT_JUDGED)]
    else:
        steps = _steps(outcome.start, judgments)
    return OutcomeResult(outcome.key, outcome.name, outcome.importance, outcome.direction, steps[-1].after, tuple(steps))


def _checked(judgments: tuple[Judgment, ...]) -> dict[Domain, Judgment]:
    _refuse_twice((judgment.domain for judgment in judgments), "Ce jugement vient deux fois")
    for judgment in judgments:
        most = MOST[judgment.domain]
        if judgment.points is not None and not 0 <= judgment.points <= most:
            raise RatingError(f"«\u00a0{judgment.domain.label}\u00a0» compte de 0 à {most} niveaux, pas {judgment.points}.")
    return {judgment.domain: judgment for judgment in judgments if judgment.points is not None}


def _refuse_twice(keys: Iterable[str], words: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise RatingError(f"{words}\u00a0: {key}.")
        seen.add(key)


def _what_is_missing(outcome: OutcomeInput, judgments: dict[Domain, Judgment]) -> str:
    if outcome.studies == 0:
        return "Aucune étude n’est retenue"
    if outcome.start not in STARTS:
        return "La sorte d’études n’est pas connue"
    unjudged = [domain.label for domain in LOWERING if domain not in judgments]
    return f"Il manque un jugement ({', '.join(unjudged)})" if unjudged else ""


def _steps(start: Start, judgments: dict[Domain, Judgment]) -> list[Step]:
    level = STARTS[start]
    steps = [Step(f"{start.label.capitalize()}\u00a0: on part d’une certitude {level.label}.", level)]
    for domain in LOWERING:
        points = judgments[domain].points or 0
        level = _moved(level, -points)
        steps.append(_step(judgments[domain], "moins" if points else "rien à enlever", level))
    lowered = any(judgments[domain].points for domain in LOWERING)
    for domain in RAISING:
        if domain not in judgments:
            continue
        points = judgments[domain].points or 0
        refused = _why_not_raised(start, lowered=lowered) if points else ""
        level = level if refused else _moved(level, points)
        steps.append(_step(judgments[domain], refused or ("plus" if points else "rien à ajouter"), level))
    return steps


def _why_not_raised(start: Start, *, lowered: bool) -> str:
    if start != Start.OBSERVATIONAL:
        return "ne compte pas, car ce ne sont pas des études d’observation"
    return "ne compte pas, car la certitude a été baissée" if lowered else ""


def _step(judgment: Judgment, verb: str, level: Certainty) -> Step:
    points = judgment.points or 0
    words = f"{verb} {points} niveau{'x' if points > 1 else ''}" if verb in {"moins", "plus"} else verb
    label = judgment.domain.label[:1].upper() + judgment.domain.label[1:]
    return Step(f"{label}\u00a0: {words}.", level, judgment.domain, points, judgment.reasons)


def _moved(level: Certainty, points: int) -> Certainty:
    return SCALE[max(0, min(len(SCALE) - 1, SCALE.index(level) + points))]


def _whole(critical: list[OutcomeResult]) -> tuple[Certainty, str]:
    if not critical:
        return Certainty.NOT_JUDGED, "Aucun résultat n’est marqué décisif\u00a0: le dossier n’est pas jugé."
    unjudged = [outcome.name for outcome in critical if outcome.certainty == Certainty.NOT_JUDGED]
    if unjudged:
        return (
            Certainty.NOT_JUDGED,
            f"Un résultat décisif n’est pas jugé ({', '.join(unjudged)})\u00a0: le dossier ne l’est pas.",
        )
    lowest = min(critical, key=lambda outcome: SCALE.index(outcome.certainty))
    return lowest.certainty, f"La certitude du dossier est celle de son résultat décisif le moins sûr\u00a0: {lowest.name}."


def _effect(critical: list[OutcomeResult]) -> tuple[Effect, str]:
    directions = {direction: [item.name for item in critical if item.direction == direction] for direction in Direction}
    if directions[Direction.WORSE]:
        names = ", ".join(directions[Direction.WORSE])
        return Effect.UNFAVOURABLE, f"Un résultat décisif est moins bon pour les personnes\u00a0: {names}."
    if directions[Direction.BETTER]:
        names = ", ".join(directions[Direction.BETTER])
        return Effect.FAVOURABLE, f"Un résultat décisif est meilleur, et aucun n’est moins bon\u00a0: {names}."
    if critical and len(directions[Direction.NONE]) == len(critical):
        return Effect.NONE, "Aucun résultat décisif ne change."
    return Effect.MIXED, "Les résultats décisifs sont partagés, inconnus ou absents."
