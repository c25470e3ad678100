"""Small drawings as SVG text: pictograms and icon arrays. Each shape of a drawing is merged into as few paths as possible."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

ICONS_DIR = Path(__file__).resolve().parent / "icons"
FALLBACK_ICON = "circle"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> str:
    return (
        f"M{_number(cx - rx)} {_number(cy)}a{_number(rx)} {_number(ry)} 0 1 0 {_number(2 * rx)} 0"
        f"a{_number(rx)} {_number(ry)} 0 1 0 {_number(-2 * rx)} 0"
    )


def _rectangle(x: float, y: float, width: float, height: float, r: float) -> str:
    n = _number
    if not r:
        return f"M{n(x)} {n(y)}h{n(width)}v{n(height)}h{n(-width)}z"
    arc = f"a{n(r)} {n(r)} 0 0 1 "
    return (
        f"M{n(x + r)} {n(y)}h{n(width - 2 * r)}{arc}{n(r)} {n(r)}v{n(height - 2 * r)}{arc}{n(-r)} {n(r)}"
        f"h{n(2 * r - width)}{arc}{n(-r)} {n(-r)}v{n(2 * r - height)}{arc}{n(r)} {n(-r)}z"
    )


def _shape_path(shape: ElementTree.Element) -> str:
    """The path data of one SVG shape; empty for anything that is not a shape."""

    def get(name: str, default: float = 0) -> float:
        return float(shape.get(name, default))

    match shape.tag.rpartition("}")[2]:
        case "path":
            return shape.get("d", "")
        case "circle":
            return _ellipse(get("cx"), get("cy"), get("r"), get("r"))
        case "ellipse":
            return _ellipse(get("cx"), get("cy"), get("rx"), get("ry"))
        case "rect":
            return _rectangle(get("x"), get("y"), get("width"), get("height"), get("rx"))
        case "line":
            return f"M{_number(get('x1'))} {_number(get('y1'))}L{_number(get('x2'))} {_number(get('y2'))}"
        case "polyline":
            return "M" + shape.get("points", "")
        case "polygon":
            return "M" + shape.get("points", "") + "z"
    return ""


@cache
def icon_names() -> frozenset[str]:
    """The pictograms that the site carries."""
    return frozenset(path.stem for path in ICONS_DIR.glob("*.svg"))


@cache
def icon_path(name: str) -> str:
    """The path data of a pictogram on a 24 × 24 grid; an unknown name gives a plain circle."""
    known = name if name in icon_names() else FALLBACK_ICON
    root = ElementTree.fromstring((ICONS_DIR / f"{known}.svg").read_text(encoding="utf-8"))  # noqa: S314 (our own files)
    # A relative « m » that opens a part counts from the origin: go back there first.
    parts = [_shape_path(shape) for shape in root]
    return "".join("M0 0" + part if part.startswith("m") else part for part in parts if part)


@cache
def icon_svg(name: str, size: int, css: str, stroke: str) -> str:
    """A pictogram of `size` px, hidden from assistive technologies: words always stand beside it."""
    classes = f"i {css}".strip()
    return (
        f'<svg class="{classes}" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
        f'<path d="{icon_path(name)}"/></svg>'
    )


@cache
def hundred_svg(full: int) -> str:
    """One hundred boxes in five rows, the first `full` of them filled. Decorative: the sentence beside it says the number."""

    def boxes(start: int, end: int) -> str:
        cells = ((index % 20, index // 20) for index in range(start, end))
        return "".join(f"M{_number(1 + column * 12.4)} {1 + row * 15}h9v11.5h-9z" for column, row in cells)

    full = max(0, min(100, full))
    return (
        '<svg class="cases" viewBox="0 0 248 76" aria-hidden="true">'
        f'<path d="{boxes(0, full)}" fill="currentColor"/>'
        f'<path d="{boxes(full, 100)}" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>'
    )
