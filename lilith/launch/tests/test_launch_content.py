"""The launch content itself: valid, readable, complete."""

from __future__ import annotations

import re
from functools import cache

import pytest
from django.conf import settings

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
     ("roadmap", 38)],
)  # fmt: skip
def test_nothing_of_the_corpus_is_left_out(kind: str, count: int) -> None:
    assert len(folder().files[kind]) == count


def test_no_text_stigmatises() -> None:
    avoid = re.compile(
        r"\b(malades? mentaux|malade mental\w*|souffr\w+ de (schizo|trouble|bipol)|aliénés?|fous?|folles?)\b", re.IGNORECASE
    )
    found = [
        f"{file.name}: {match.group()}"
        for _, file in folder().all()
        for section in file.sections
        if (match := avoid.search(section.text))
    ]
    assert found == []


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
