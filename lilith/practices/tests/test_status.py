"""The status of a practice: every combination of certainty, effect and presence in France, against the published page."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from lilith.evidence.enums import Certainty, Effect, FranceEvidence
from lilith.practices.enums import Status
from lilith.practices.status import COMPARED_IN_FRANCE, CURRENT, METHODS, Appraised, statut_1

PAGE = Path(__file__).parents[3] / "docs" / "methode-preuves.md"
PROVEN, PROMISING, TO_ASSESS, NOT_PROVEN = Status.PROVEN, Status.PROMISING, Status.TO_ASSESS, Status.NOT_PROVEN
COLUMNS = [Certainty.HIGH, Certainty.MODERATE, Certainty.LOW, Certainty.VERY_LOW, Certainty.NOT_JUDGED]

# What the team agreed on, by effect and presence in France; columns from « élevée » to « non jugée ».
AGREED = {
    (Effect.FAVOURABLE, True): [PROVEN, PROVEN, PROMISING, TO_ASSESS, TO_ASSESS],
    (Effect.FAVOURABLE, False): [PROMISING, PROMISING, PROMISING, TO_ASSESS, TO_ASSESS],
    (Effect.UNFAVOURABLE, None): [NOT_PROVEN, NOT_PROVEN, NOT_PROVEN, TO_ASSESS, TO_ASSESS],
    (Effect.NONE, None): [NOT_PROVEN, NOT_PROVEN, TO_ASSESS, TO_ASSESS, TO_ASSESS],
    (Effect.MIXED, None): [TO_ASSESS, TO_ASSESS, TO_ASSESS, TO_ASSESS, TO_ASSESS],
}
ROW_NAMES = {
    (Effect.FAVOURABLE, True): "favorable, et la France",
    (Effect.FAVOURABLE, False): "favorable, sans la France",
    (Effect.UNFAVOURABLE, None): "défavorable",
    (Effect.NONE, None): "pas d’effet montré",
    (Effect.MIXED, None): "partagé ou incertain",
}
CASES = list(product(Certainty, Effect, FranceEvidence, (0, 1, 12)))


def agreed(given: Appraised) -> Status:
    in_france = given.france_evidence in {"comparative", "essai"} or given.running_places > 0
    row = AGREED.get((given.effect, None)) or AGREED[given.effect, in_france]
    return row[COLUMNS.index(given.certainty)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(str(part) for part in case))
def test_every_combination_gives_what_the_team_agreed_on(case):
    given = Appraised(*case)
    status, why = statut_1(given)
    assert status == agreed(given)
    assert why.endswith(".")


def test_the_page_says_the_same_table():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| Effet |"))
    heads = [cell.strip() for cell in lines[start].strip("|").split("|")]
    rows = {
        cells[0].strip(): [cell.strip() for cell in cells[1:]]
        for cells in (line.strip("|").split("|") for line in lines[start + 2 : start + 2 + len(AGREED)])
    }
    assert heads[1:] == [certainty.label for certainty in COLUMNS]
    assert rows == {ROW_NAMES[key]: [status.label for status in row] for key, row in AGREED.items()}
    assert f"méthode `{CURRENT}`" in PAGE.read_text(encoding="utf-8")


def test_a_description_or_a_study_without_comparison_in_france_is_not_enough():
    assert {FranceEvidence.COMPARATIVE, FranceEvidence.TRIAL} == COMPARED_IN_FRANCE
    for evidence in set(FranceEvidence) - COMPARED_IN_FRANCE:
        assert statut_1(Appraised(Certainty.HIGH, Effect.FAVOURABLE, evidence, 0))[0] == PROMISING


def test_the_current_method_is_published():
    assert METHODS[CURRENT] is statut_1
