"""What is asked of a reader: one question per outcome and domain. Questions on a dossier, without a word on who may see."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lilith.evidence.appraisals.enums import ReadingState
from lilith.evidence.enums import Domain, Start, StudyDecision
from lilith.evidence.models import Appraisal, Dossier, DossierOutcome, Judgment, Reading, Settlement
from lilith.evidence.rating.grade_1 import MOST, STARTS
from lilith.evidence.rating.shapes import LOWERING, RAISING

# One question: (id of the line of the dossier, domain).
Cell = tuple[int, Domain]

READERS = (1, 2)
THIRD = 3


@dataclass(frozen=True)
class Disagreement:
    """A question to which the two readers answered differently, and what was written to settle it."""

    line: DossierOutcome
    domain: Domain
    first: Judgment
    second: Judgment
    settlement: Settlement | None

    @property
    def settled(self) -> bool:
        return self.settlement is not None and self.settlement.settled


def lines_to_judge(dossier: Dossier) -> list[DossierOutcome]:
    """The lines that can be judged: they rest on at least one study taken, of a known kind."""
    lines = dossier.outcomes.select_related("outcome").prefetch_related("studies__publication")
    return [line for line in lines if Start(line.start) in STARTS and taken(line)]


def taken(line: DossierOutcome) -> list[Any]:
    """The studies that a line rests on and that count."""
    return [study for study in line.studies.all() if study.decision == StudyDecision.TAKEN]


def domains_of(line: DossierOutcome) -> tuple[Domain, ...]:
    """What is asked of a line; what raises a certainty is asked of observational studies alone, as the method counts it."""
    return (*LOWERING, *RAISING) if line.start == Start.OBSERVATIONAL else LOWERING


def cells_to_judge(lines: Iterable[DossierOutcome]) -> list[Cell]:
    """Every question of these lines, in order."""
    return [(line.pk, domain) for line in lines for domain in domains_of(line)]


def most(domain: Domain) -> int:
    """The most levels that a domain takes away or gives."""
    return MOST[domain]


def fingerprint(dossier: Dossier) -> str:
    """Changes when something that readers judge changed: lines, figures, studies that count."""
    lines = [
        {
            "line": line.pk,
            "facts": [
                str(getattr(line, name))
                for name in (
                    "outcome_id", "importance", "start", "direction", "result_words", "events_with", "total_with",
                    "events_without", "total_without", "measure", "estimate", "ci_low", "ci_high", "unit",
                    "participants", "follow_up_months",
                )
            ],
            "studies": sorted(study.publication_id for study in taken(line)),
        }
        for line in dossier.outcomes.prefetch_related("studies").order_by("pk")
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


def active_readings(appraisal: Appraisal) -> dict[int, Reading]:
    """Seat → the reading of whoever sits there now."""
    rows = Reading.objects.filter(appraisal=appraisal, withdrawn_at__isnull=True).select_related("reviewer")
    return {row.seat: row for row in rows}


def both_done(readings: dict[int, Reading]) -> bool:
    """True when the two readers have finished: from then on, and not before, each sees the other."""
    return all(seat in readings and readings[seat].state == ReadingState.DONE for seat in READERS)


def judgments_of(reading: Reading) -> dict[Cell, Judgment]:
    """What one reader judged. Only for services, and for selectors that have checked who asks."""
    rows = Judgment.objects.filter(reading=reading).select_related("outcome__outcome")
    return {(row.outcome_id, Domain(row.domain)): row for row in rows}


def settlements_of(appraisal: Appraisal) -> dict[Cell, Settlement]:
    """What was written of the disagreements of this round."""
    rows = Settlement.objects.filter(appraisal=appraisal, round=appraisal.round)
    return {(row.outcome_id, Domain(row.domain)): row for row in rows}


def disagreements(appraisal: Appraisal, readings: dict[int, Reading]) -> list[Disagreement]:
    """Where the two readers differ; empty until both are done."""
    if not both_done(readings):
        return []
    first, second = (judgments_of(readings[seat]) for seat in READERS)
    written = settlements_of(appraisal)
    return [
        Disagreement(row.outcome, cell[1], row, second[cell], written.get(cell))
        for cell, row in sorted(first.items(), key=lambda item: item[1].pk)
        if cell in second and row.value != second[cell].value
    ]
