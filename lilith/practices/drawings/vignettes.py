"""The vignette of a practice: a scene of its own, always the same, drawn from the motifs of its theme."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from lilith.practices.drawings.motifs import EVERYWHERE, THEMES, Line, Motif

GROUND = 128
LEFT, RIGHT = 30, 370
LEAST_GAP = 20


def _chosen(seed: str, theme: str) -> list[Motif]:
    """Motifs in an order that only depends on the seed; as many as fit, exactly one of them with a light when possible."""
    pool = THEMES.get(theme, EVERYWHERE)
    digest = hashlib.sha256(f"{theme}/{seed}".encode()).digest()
    order = sorted(range(len(pool)), key=lambda index: digest[index])
    chosen: list[Motif] = []
    room = RIGHT - LEFT
    for motif in (pool[index] for index in order):
        if motif.width <= room and len(chosen) < 5:
            chosen.append(motif)
            room -= motif.width + LEAST_GAP
    if not any(motif.light for motif in chosen):
        lit = next((pool[index] for index in order if pool[index].light), None)
        if lit is not None:
            chosen = [lit, *chosen]
            while sum(motif.width + LEAST_GAP for motif in chosen) - LEAST_GAP > RIGHT - LEFT:
                chosen.pop()
    turn = digest[-1] % len(chosen)
    return chosen[turn:] + chosen[:turn]


def _path(lines: list[tuple[float, Line]]) -> str:
    return "".join(f"M{offset + x:g} {GROUND + y:g}{rest}" for offset, (x, y, rest) in lines)


@lru_cache(maxsize=2048)
def scene(seed: str, theme: str, *, path: bool = False) -> str:
    """SVG text of the scene of `seed` (the slug of a practice); with `path`, the two lines of the site run below the ground.

    Colours come from the page: `currentColor` is the tint of the door, `--paper` and `--soleil` fill.
    """
    motifs = _chosen(seed, theme)
    spare = RIGHT - LEFT - sum(motif.width for motif in motifs)
    gap = spare / (len(motifs) + 1) if len(motifs) < 3 else spare / (len(motifs) - 1)
    x = LEFT + (gap if len(motifs) < 3 else 0)
    body: list[tuple[float, Line]] = []
    line: list[tuple[float, Line]] = []
    light: list[tuple[float, Line]] = []
    for motif in motifs:
        body += [(x, part) for part in motif.body]
        line += [(x, part) for part in motif.line]
        (line if light else light).extend((x, part) for part in motif.light)
        x = round(x + motif.width + gap, 1)
    height = 180 if path else 146
    road = (
        '<path class="l1" d="M-200 144C130 144 116 159 170 159H600"/><path class="l2" d="M-200 166C130 166 116 151 170 151H600"/>'
        if path
        else ""
    )
    return (
        f'<svg class="scene" viewBox="0 0 400 {height}" preserveAspectRatio="xMidYMax meet" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true">'
        f'<path class="pp" d="{_path(body)}"/><path d="{_path(line)}M-200 {GROUND}H600"/><path class="so" d="{_path(light)}"/>{road}</svg>'
    )
