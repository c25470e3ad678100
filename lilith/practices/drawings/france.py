"""The outline of France with points on it: where a practice is known to exist. The list beside it says the same in words."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

# What a département draws when several of its places are in different states: the strongest of them.
RANK = ("plein", "creux", "pointille")


@cache
def _france() -> dict[str, Any]:
    return json.loads(Path(__file__).with_name("france.json").read_text(encoding="utf-8"))


def is_on_the_map(code: str) -> bool:
    """Whether a département (its INSEE code) is on the drawing: those of the mainland and Corsica are."""
    return code in _france()["points"]


@lru_cache(maxsize=512)
def site_map(marks: tuple[tuple[str, str], ...]) -> str:
    """SVG text for (code of a département, kind of mark in RANK) pairs; hidden from assistive technologies."""
    france = _france()
    kinds: dict[str, str] = {}
    for code, kind in marks:
        if code in france["points"] and (code not in kinds or RANK.index(kind) < RANK.index(kinds[code])):
            kinds[code] = kind
    paths = []
    for kind in RANK:
        points = [france["points"][code] for code in sorted(kinds) if kinds[code] == kind]
        if points:
            rounds = "".join(f"M{x - 10} {y}a10 10 0 1 0 20 0a10 10 0 1 0 -20 0z" for x, y in points)
            paths.append(f'<path class="pt {kind}" d="{rounds}"/>')
    return (
        f'<svg class="carte" viewBox="{france["viewBox"]}" aria-hidden="true"><path class="pays" d="{france["outline"]}"/>'
        f"{''.join(paths)}</svg>"
    )
