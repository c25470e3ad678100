"""The kit of shapes that vignettes are built from.

A motif stands on the ground at (0, 0), grows to the right and upwards (negative y), and knows its width. Its lines are
(x, y, relative path); `body` is filled with paper, `line` is not filled, `light` is what may be lit: one a scene.
"""

from __future__ import annotations

from dataclasses import dataclass

Line = tuple[float, float, str]


@dataclass(frozen=True)
class Motif:
    width: float
    body: tuple[Line, ...] = ()
    line: tuple[Line, ...] = ()
    light: tuple[Line, ...] = ()


def box(x: float, y: float, width: float, height: float) -> Line:
    return (x, y, f"h{width:g}v{height:g}h{-width:g}z")


def disc(cx: float, cy: float, r: float) -> Line:
    return (cx - r, cy, f"a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z")
