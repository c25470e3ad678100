"""How much of a text changed, and when a text counts as understood."""

from __future__ import annotations

import time
from datetime import date

import pytest

from lilith.instruments.enums import GateState
from lilith.instruments.measures import Bounds, changed_share, digest_of, gate_of

BOUNDS = Bounds(readers=5, right_in_100=70)
HUNDRED = " ".join(f"mot{number}" for number in range(100))


def state(readers: int, answers: int, right: int, changed_on: date | None = None) -> GateState:
    return gate_of(readers=readers, answers=answers, right=right, last_on=None, changed_on=changed_on, bounds=BOUNDS).state


@pytest.mark.parametrize(
    ("readers", "answers", "right", "expected"),
    [
        (0, 0, 0, GateState.TOO_FEW),
        (4, 16, 16, GateState.TOO_FEW),
        (5, 20, 14, GateState.UNDERSTOOD),
        (5, 20, 13, GateState.TO_REWRITE),
        (30, 90, 63, GateState.UNDERSTOOD),
    ],
)
def test_five_readers_and_seventy_right_answers_in_a_hundred_make_a_text_understood(readers, answers, right, expected):
    assert state(readers, answers, right) == expected


def test_a_text_that_changed_is_tested_again_whatever_its_score():
    assert state(9, 36, 36, changed_on=date(2026, 11, 22)) == GateState.TO_RETEST


def test_a_score_is_rounded_down():
    gate = gate_of(readers=5, answers=13, right=9, last_on=None, changed_on=None, bounds=BOUNDS)
    assert (gate.right_in_100, gate.state) == (69, GateState.TO_REWRITE)


def test_marks_capitals_and_spaces_change_nothing():
    assert changed_share("Un toit, d’abord !", "un toit d'abord\u00a0!") == 0


@pytest.mark.parametrize(
    ("after", "share"),
    [
        (HUNDRED.replace("mot5 ", "autre "), 0.01),
        (" ".join(HUNDRED.split()[:80]), 0.2),
        (HUNDRED + " de plus", 2 / 102),
        ("", 1.0),
    ],
)
def test_each_word_put_in_taken_out_or_replaced_counts_once(after, share):
    assert changed_share(HUNDRED, after) == pytest.approx(share)


def test_two_empty_texts_are_the_same():
    assert changed_share("", "…") == 0


def test_a_normal_text_is_compared_in_less_than_50_ms_and_one_of_a_megabyte_in_less_than_a_second():
    text = " ".join(f"mot{number % 90}" for number in range(600))
    huge = "mot1 autre " * 95_000
    began = time.perf_counter()
    changed_share(text, text.replace("mot3", "trois"))
    middle = time.perf_counter()
    assert changed_share(text, huge) > 0.9
    assert middle - began < 0.05
    assert time.perf_counter() - middle < 1


def test_odd_encodings_give_a_digest_and_a_share():
    assert digest_of("e\u0301té") == digest_of("été")
    assert changed_share("ét\ud800é \x00 mot", "ét\ud800é mot") < 1
    assert len(digest_of("\ud800")) == 64
