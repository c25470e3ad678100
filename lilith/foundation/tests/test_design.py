"""The promises of the design system that a program can check without a browser."""

import re
from pathlib import Path

import pytest

from lilith.foundation import drawing

LILITH = Path(__file__).resolve().parents[2]
STATIC = LILITH / "foundation" / "static" / "foundation"
CSS = (STATIC / "lilith.css").read_text(encoding="utf-8")


def tokens(selector: str) -> dict[str, str]:
    """The colours that a block of tokens sets."""
    start = CSS.index(selector)
    block = CSS[CSS.index("{", start) : CSS.index("}", start)]
    return dict(re.findall(r"--([a-z-]+): (#[0-9A-Fa-f]{6})", block))


LIGHT = tokens("\n  :root {")
CHOSEN_DARK = {**LIGHT, **tokens(":root[data-theme=dark] {")}
DEVICE_DARK = {**LIGHT, **tokens(":root:not([data-theme=light]) {")}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


SURFACES = ("paper", "surface", "sunken")
TEXT = [
    (ink, surface)
    for ink in ("ink", "ink-soft", "lien", "vie", "soins", "preuve", "droits", "terrain", "ok", "attention", "danger")
    for surface in SURFACES
]
TEXT += [
    ("ink", "vie-tint"),
    ("ink", "soins-tint"),
    ("ink-soft", "vie-tint"),
    ("ink-soft", "soins-tint"),
    ("vie", "vie-tint"),
    ("soins", "soins-tint"),
]
TEXT += [("lien", "vie-tint"), ("lien", "soins-tint"), ("on-action", "action")]


@pytest.mark.parametrize("theme", [LIGHT, CHOSEN_DARK, DEVICE_DARK], ids=["light", "chosen dark", "device dark"])
def test_every_text_is_read_at_seven_to_one(theme):
    weak = {
        pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2)
        for pair in TEXT
        if contrast(theme[pair[0]], theme[pair[1]]) < 7
    }
    assert weak == {}


@pytest.mark.parametrize("theme", [LIGHT, CHOSEN_DARK, DEVICE_DARK], ids=["light", "chosen dark", "device dark"])
def test_borders_of_fields_and_the_focus_are_seen_at_three_to_one(theme):
    for surface in SURFACES:
        assert contrast(theme["line-strong"], theme[surface]) >= 3
        assert contrast(theme["ink"], theme[surface]) >= 3


def test_the_dark_a_reader_chooses_is_the_dark_of_the_device():
    assert CHOSEN_DARK == DEVICE_DARK


def test_no_style_sets_a_size_under_sixteen_pixels():
    for path in STATIC.glob("*.css"):
        sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)rem", path.read_text(encoding="utf-8"))]
        assert [size for size in sizes if size < 1] == [], path.name


def test_no_template_holds_an_inline_style_or_script():
    guilty = []
    for path in LILITH.glob("*/templates/**/*.html"):
        html = path.read_text(encoding="utf-8")
        # The style of a mail is written into its elements when it is made.
        if "/admin/" in path.as_posix() or "/mail/" in path.as_posix() or "wagtailadmin" in html:
            continue
        scripts = [
            tag for tag in re.findall(r"<script\b[^>]*>", html) if "src=" not in tag and "application/ld+json" not in tag
        ]
        if scripts or re.search(r"\sstyle=\"|<style\b|\son[a-z]+=\"", html):
            guilty.append(path.relative_to(LILITH).as_posix())
    assert guilty == []


def test_every_pictogram_that_a_template_names_exists():
    named = {}
    for path in LILITH.glob("*/templates/**/*.html"):
        for name in re.findall(
            r"""{% icon ["']([a-z0-9-]+)["']|icon_name=["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8")
        ):
            named.setdefault(name[0] or name[1], path.name)
    missing = {name: where for name, where in named.items() if name not in drawing.icon_names()}
    assert named
    assert missing == {}


def test_all_scripts_together_weigh_less_than_forty_kilobytes():
    assert sum(path.stat().st_size for path in STATIC.glob("*.js")) < 40 * 1024


def test_shapes_of_a_pictogram_become_one_path():
    svg = drawing.icon_svg("briefcase", 24, "", "1.75")
    assert svg.count("<path") == 1
    assert "<rect" not in svg
    # The case itself is a rounded rectangle of 20 by 14.
    assert "M4 6h16a2 2 0 0 1 2 2v10" in svg


def test_a_relative_start_counts_from_the_origin():
    assert drawing.icon_path("search").startswith("M0 0m21 21")


def test_an_unknown_pictogram_is_a_circle_rather_than_an_error():
    assert drawing.icon_path("no-such-drawing") == drawing.icon_path("circle")


def test_ninety_of_a_hundred_boxes_are_full():
    full, empty = re.findall(r'd="([^"]*)"', drawing.hundred_svg(90))
    assert (full.count("z"), empty.count("z")) == (90, 10)


def test_a_number_out_of_range_still_draws_a_hundred_boxes():
    full, empty = re.findall(r'd="([^"]*)"', drawing.hundred_svg(180))
    assert (full.count("z"), empty.count("z")) == (100, 0)
