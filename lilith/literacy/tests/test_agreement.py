"""The room and the project's black-box checker (`score_fr`, with its language model) say the same of the same texts."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from lilith.literacy.selectors import judge, score

HERE = Path(__file__).parent
CHECKER = Path(__file__).resolve().parents[4] / "shared" / "tools" / "check_site"
NAMES = {
    "pct_over_12": "share_over_12",
    "pct_over_15": "share_over_15",
    "pct_over_25": "share_over_25",
    "undefined_acronyms": "unexplained_acronyms",
}


def _compare(cases):
    """(verdicts that agree, verdicts, differences of Kandel and Moles's index)."""
    same, total, differences = 0, 0, []
    for case in cases:
        reading = score(case["text"], acronyms=case["acronyms"])
        mine = {goal.name: goal.is_met for goal in judge(reading, case["level"])}
        for name, is_met in case["goals"].items():
            total += 1
            same += mine[NAMES.get(name, name)] == is_met
        differences.append(abs(reading.kandel_moles - case["kandel_moles"]))
        assert reading.mean_sentence == case["mean_sentence"], case["label"]
    return same, total, differences


def test_verdicts_recorded_from_the_checker_are_found_again():
    # agreement.json: texts of the launch content with what score_fr said of them, with its spaCy engine.
    cases = json.loads((HERE / "agreement.json").read_text(encoding="utf-8"))
    assert len(cases) == 24
    same, total, differences = _compare(cases)
    assert same / total >= 0.97
    assert sum(differences) / len(differences) <= 0.5


def test_the_checker_itself_agrees_on_its_own_sample_texts():
    if not CHECKER.is_dir():
        pytest.skip("../shared/tools/check_site is not here: nothing to compare with")
    if importlib.util.find_spec("wordfreq") is None:
        pytest.skip("wordfreq, which the checker needs, is not installed")
    sys.path.insert(0, str(CHECKER))
    try:
        import score_fr
    finally:
        sys.path.remove(str(CHECKER))
    cases = []
    for path in sorted((CHECKER / "tests" / "textes").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        theirs = score_fr.score(text, {}, "no")
        for level in (1, 2, 3):
            cases.append({
                "label": path.name, "level": level, "text": text, "acronyms": {},
                "kandel_moles": theirs["kandel_moles"], "mean_sentence": theirs["mean_sentence"],
                "goals": {goal["name"]: goal["ok"] for goal in score_fr.judge(theirs, level)},
            })  # fmt: skip
    same, total, differences = _compare(cases)
    assert same / total >= 0.97
    assert max(differences) <= 1.5
