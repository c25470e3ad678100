"""The map of France by département: each shape is a link with its name, a shade and a pattern."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Too small on a map of France: they have tiles of their own beside it, as the overseas départements have.
SMALL = ("75", "92", "93", "94")
# Shade 1: dots; shade 2: hatching; shade 3: full. The patterns say the same as the colours.
_PATTERNS = (
    '<defs><pattern id="m1" width="14" height="14" patternUnits="userSpaceOnUse"><rect class="f1" width="14" height="14"/>'
    '<circle class="t" cx="7" cy="7" r="2.4"/></pattern>'
    '<pattern id="m2" width="11" height="11" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="f2" width="11" height="11"/><rect class="t" width="4.5" height="11"/></pattern></defs>'
)
_FILLS = ("", ' fill="url(#m1)"', ' fill="url(#m2)"', "")


@cache
def _data() -> dict[str, Mapping[str, str]]:
    return json.loads(Path(__file__).with_name("departements.json").read_text(encoding="utf-8"))


def is_drawn(code: str) -> bool:
    """True for the départements (INSEE code) that have a link on the map."""
    return code in _data()["shapes"] and code not in SMALL


def places_in_words(number: int) -> str:
    """« 3 lieux connus »."""
    return f"{number} lieux connus" if number > 1 else "1 lieu connu" if number else "aucun lieu connu"


def map_svg(counts: Iterable[tuple[str, str, str, int, int]], *, label: str) -> SafeString:
    """The map for (code, name, address, number of places, shade from 0 to 3); overseas and small ones are left to tiles."""
    shapes = _data()["shapes"]
    rows = [row for row in counts if row[0] in shapes]
    links = format_html_join(
        "",
        '<a href="{}"><title>{}\u00a0: {}</title><path class="d{}"{} d="{}"/></a>',
        (
            (url, name, places_in_words(places), step, mark_safe(_FILLS[step]), shapes[code])
            for code, name, url, places, step in rows
            if code not in SMALL
        ),
    )
    small = format_html_join(
        "",
        '<path class="d{}"{} d="{}"/>',
        ((step, mark_safe(_FILLS[step]), shapes[code]) for code, _name, _url, _places, step in rows if code in SMALL),
    )
    return format_html(
        '<svg class="carte-fr" viewBox="{}" role="group" aria-label="{}">{}{}<g aria-hidden="true">{}</g></svg>',
        _data()["viewBox"],
        label,
        mark_safe(_PATTERNS),
        links,
        small,
    )


def swatch_svg(step: int) -> SafeString:
    """A square in one of the four shades, for the legend and the tiles; hidden from assistive technologies."""
    return format_html(
        '<svg class="carreau" viewBox="0 0 44 44" width="44" height="44" aria-hidden="true">'
        '<rect class="d{}"{} x="1" y="1" width="42" height="42"/></svg>',
        step,
        mark_safe(_FILLS[step]),
    )
