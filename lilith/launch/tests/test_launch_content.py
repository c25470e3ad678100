"""The launch content itself: valid, readable, complete."""

from __future__ import annotations

from functools import cache

import pytest
from django.conf import settings

from lilith.launch.markup import links_in
from lilith.launch.reading import check_reading
from lilith.launch.validation import Folder


@cache
def folder() -> Folder:
    return Folder(settings.CONTENT_DIR)


def test_every_file_is_valid() -> None:
    assert [str(problem) for problem in folder().problems] == []


def test_every_text_meets_the_reading_goals_of_its_level() -> None:
    missed = [
        f"{verdict.text.name} : {goal.label} {goal.value}" for verdict in check_reading(folder()) for goal in verdict.missed
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("kind", "count"),
    [("practices", 70), ("themes", 10), ("pathways", 2), ("glossary", 245), ("organisations", 162), ("events", 72), ("trainings", 35),
     ("roadmap", 38), ("dossiers", 25), ("publications", 47)],
)  # fmt: skip
def test_nothing_of_the_corpus_is_left_out(kind: str, count: int) -> None:
    assert len(folder().files[kind]) == count


def test_no_text_stigmatises() -> None:
    hurting = [f"{verdict.text.name} : {hint.message}" for verdict in check_reading(folder()) for hint in verdict.hurting]
    assert hurting == []


def test_every_practice_says_what_is_not_known() -> None:
    silent = [file.name for file in folder().files["practices"].values() if not file.text("1/Ce que nous ne savons pas encore")]
    assert silent == []


def test_the_help_page_counts_the_statuses_as_they_are() -> None:
    levels = [file.header["documents_level"] for file in folder().files["practices"].values()]
    proven, promising = levels.count("fort"), levels.count("modere") + levels.count("prometteur")
    page = folder().files["pages"]["aide--lire-une-pratique"]
    text = " ".join(section.text for section in page.sections)
    assert (
        f"Il y a {len(levels)} pratiques. Dans les documents, {proven} portent le premier mot, et {promising} le deuxième."
        in text
    )
    assert f"Les {levels.count('non-evalue')} autres restent à évaluer." in text
    dossiers = len(folder().files["dossiers"])
    assert f"Pour {dossiers} pratiques, un dossier range ce que disent nos documents." in text
    assert f"Les {len(levels) - dossiers} autres pratiques n’ont pas de dossier." in text


def test_every_practice_whose_documents_tell_of_evidence_has_a_dossier() -> None:
    told = {name for name, file in folder().files["practices"].items() if file.header.get("evidence")}
    assert set(folder().files["dossiers"]) == told


def test_no_dossier_of_launch_looks_like_an_appraisal_or_a_search_that_took_place() -> None:
    for file in folder().files["dossiers"].values():
        assert not {"search_sources", "search_words", "searched_on", "search_by"} & set(file.header), file.name
        assert "Aucune recherche méthodique n’a été faite" in file.header["selection_note"], file.name
        assert "Aucun comité n’a encore choisi" in file.header["selection_note"], file.name
        assert not any("importance" in row or "events_with" in row for row in file.header.get("outcomes") or []), file.name


def test_a_dossier_cites_no_study_that_its_practice_does_not_cite() -> None:
    practices = folder().files["practices"]
    beyond = [
        (name, row["publication"])
        for name, file in folder().files["dossiers"].items()
        for row in file.header.get("studies") or []
        if row["publication"] not in practices[name].header.get("publications", [])
    ]
    assert beyond == []


def test_do_more_and_do_less_are_said_on_both_sides() -> None:
    """A practice named on a page « à réduire » says so itself; a page without a practice says that none is known."""
    replaces = {
        (row["what"], name) for name, file in folder().files["practices"].items() for row in file.header.get("replaces") or []
    }
    for sheet, file in folder().files["a-reduire"].items():
        text = file.text()
        named = {address.split("/")[2] for _, address in links_in(text) if address.startswith("/pratiques/")}
        assert {(sheet, name) for name in named} <= replaces, sheet
        has_a_pair = any(what == sheet for what, _ in replaces)
        assert has_a_pair or "Mais quelle pratique y arrive" in text, sheet
