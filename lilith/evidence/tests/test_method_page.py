"""The published page of the method says what the code does, table by table."""

from __future__ import annotations

from pathlib import Path

from lilith.evidence.enums import Certainty, Domain, Start
from lilith.evidence.rating import CURRENT
from lilith.evidence.rating.grade_1 import MOST, STARTS
from lilith.evidence.rating.shapes import LOWERING, RAISING

PAGE = Path(__file__).parents[3] / "docs" / "methode-preuves.md"
PUBLIC = Path(__file__).parents[3] / "content" / "pages" / "evaluations--methode.md"


def table(heading: str) -> dict[str, str]:
    """The two columns of the table whose first heading is `heading`."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return {row[0]: row[1] for row in rows}


def test_the_page_names_the_current_method():
    assert f"méthode `{CURRENT}`" in PAGE.read_text(encoding="utf-8")


def test_the_page_says_where_each_kind_of_study_starts():
    expected = {start.label: STARTS.get(start, Certainty.NOT_JUDGED).label for start in Start}
    assert table("Sorte d’études") == expected


def test_the_page_says_how_far_each_domain_lowers_or_raises():
    assert table("Défaut") == {domain.label: str(MOST[domain]) for domain in LOWERING}
    assert table("Force") == {domain.label: str(MOST[domain]) for domain in RAISING}
    assert {*LOWERING, *RAISING} == set(Domain)


def test_the_public_page_says_the_same_rules_as_the_code():
    text = PUBLIC.read_text(encoding="utf-8")
    assert CURRENT in text
    for start in Start:
        level = STARTS.get(start, Certainty.NOT_JUDGED).label
        assert f"- {start.label.capitalize()}\u00a0: {level}" in text
    for domains, sense in ((LOWERING, "moins"), (RAISING, "plus")):
        for domain in domains:
            label = domain.label[:1].upper() + domain.label[1:]
            most = MOST[domain]
            assert f"- {label}\u00a0: {most} niveau{'x' if most > 1 else ''} en {sense}, au plus" in text
