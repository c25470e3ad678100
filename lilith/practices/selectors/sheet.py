"""The two sheets of paper of a practice: level 1, then a digest of the rest, within what two A4 pages hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import segno
from django.conf import settings

from lilith.foundation.fields import lines_of
from lilith.library.models import Publication
from lilith.practices.enums import SiteScope
from lilith.practices.models import KnownSite, PracticePage
from lilith.practices.selectors.cards import practice_url
from lilith.practices.selectors.digest import Digest, digest
from lilith.practices.selectors.dossiers import rights_by_practice
from lilith.practices.selectors.practice import STATE_TITLES, principal_theme_of
from lilith.practices.selectors.signals import Signal, signals_of

# Lines that fit on the paper, section by section, and characters of a line on each side; longer texts are cut between sentences
# and say that they go on.
FRONT = {"essential": 7, "concretely": 6, "effect": 5, "unknown": 3}
BACK = {"principles": 5, "how": 8, "not_known": 5, "who_helps": 3}
FRONT_LINE, BACK_LINE = 78, 88
PLACES, LONGEST_PLACE = 5 * 88, 40
CITED, LONGEST_CITED = 3, 80
DOCUMENTS, LONGEST_DOCUMENT = 5, 52
LONGEST_TITLE, LONG_TITLE, LONGEST_SUMMARY, LONGEST_TEAM = 84, 60, 145, 110
LONGEST_DATE = 90


@dataclass(frozen=True)
class SheetSection:
    title: str
    text: Digest


@dataclass(frozen=True)
class PlaceLine:
    """Places in one state, in words."""

    state: str
    places: str


def _side(practice: PracticePage, room: dict[str, int], line: int) -> dict[str, Digest]:
    """The texts of one side: each within its own lines, then the lines that some left free go to those that were cut."""
    texts = {name: digest(getattr(practice, name), characters=lines * line, line=line) for name, lines in room.items()}
    free = sum(max(0, room[name] - text.lines(line)) for name, text in texts.items() if not text.is_shortened)
    for name, text in texts.items():
        if text.is_shortened and free > 0:
            longer = digest(getattr(practice, name), characters=(room[name] + free) * line, line=line)
            free -= max(0, longer.lines(line) - room[name])
            texts[name] = longer
    return texts


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "\u00a0…"


def _reference(row: Publication, most: int) -> str:
    """A title, with its year when the title does not say it."""
    title = _short(row.title, most)
    return f"{title}, {row.year}" if row.year and str(row.year) not in title else title


def _places(sites: list[KnownSite]) -> tuple[list[PlaceLine], int]:
    """The first places by state, and how many are left out."""
    lines = []
    left, shown = PLACES, 0
    for state, title in STATE_TITLES.items():
        names: list[str] = []
        for name in (_short(site.place, LONGEST_PLACE) for site in sites if site.state == state):
            cost = len(name) + 2 + (0 if names else len(title) + 4)
            if cost > left:
                break
            names.append(name)
            left -= cost
        if names:
            lines.append(PlaceLine(title, ", ".join(names)))
            shown += len(names)
    return lines, len(sites) - shown


def _signals(practice: PracticePage, sites: list[KnownSite]) -> list[Signal]:
    """The three signals; what is said of each right takes more room than the paper has, and stays on the site."""
    rights = rights_by_practice(practices=[practice]).get(practice.pk, ())
    evidence, about_rights, france = signals_of(practice, sites, rights)
    if rights:
        about_rights = replace(about_rights, detail="")
    return [evidence, about_rights, france]


@lru_cache(maxsize=256)
def qr_svg(address: str) -> str:
    """A QR code as inline SVG in the colour of the text; hidden from assistive technologies, the address stands beside it."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(scale=1, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def sheet_context(*, practice: PracticePage, today: date) -> dict[str, Any]:
    """Everything that the template of the sheet reads. Five queries, six with a dossier."""
    theme = principal_theme_of(practice)
    sites = [site for site in practice.known_sites.order_by("sort_order") if site.scope != SiteScope.ABROAD]
    places, more_places = _places(sites)
    codes = {line.partition(" : ")[0].strip() for line in lines_of(practice.sources)}
    documents = list(
        Publication.objects.filter(live=True, source_code__in=[code for code in codes if code]).order_by("source_code")
    )
    cited = list(practice.publications.filter(live=True).order_by("-year", "title")[: CITED + 1])
    front, back = _side(practice, FRONT, FRONT_LINE), _side(practice, BACK, BACK_LINE)
    sections = [
        SheetSection("Les principes", back["principles"]),
        SheetSection("Comment ça se passe", back["how"]),
        SheetSection("Ce qui n’est pas connu", back["not_known"]),
    ]
    address = settings.BASE_URL + practice_url(practice.slug)
    steps = [("Accueil", "/")]
    if theme is not None:
        steps += [("Parcours de vie" if theme.tint == "vie" else "Parcours de soins", f"/{theme.pathway_code}/")]
        steps += [(theme.title, f"/{theme.pathway_code}/{theme.slug}/")]
    steps.append((practice.display_name, practice_url(practice.slug)))
    shown = [*front.values(), *back.values()]
    return {
        "practice": practice,
        "title": _short(practice.title, LONGEST_TITLE),
        "short_title": _short(practice.display_name, LONG_TITLE),
        "is_title_long": len(practice.title) > LONG_TITLE,
        "summary": _short(practice.summary, LONGEST_SUMMARY),
        "state_date": practice.state_date if len(practice.state_date) <= LONGEST_DATE else "",
        "theme": theme,
        "tint": theme.tint if theme else "",
        "nav_section": theme.tint if theme else "",
        "steps": steps,
        "signals": _signals(practice, sites),
        "first": front,
        "sections": sections,
        "is_shortened": any(text.is_shortened for text in shown) or more_places > 0 or len(cited) > CITED,
        "places": places,
        "more_places": more_places,
        "who_helps": back["who_helps"],
        "team": _short(practice.support_team, LONGEST_TEAM),
        "team_state": practice.get_support_team_state_display(),
        "cited": [_reference(row, LONGEST_CITED) for row in cited[:CITED]],
        "documents": [_reference(row, LONGEST_DOCUMENT) for row in documents[:DOCUMENTS]],
        "address": address,
        "shown_address": address.partition("://")[2],
        "qr": qr_svg(address),
        "review_is_due": practice.is_review_due(today),
        "meta_title": f"Fiche à imprimer : {practice.title}",
        "meta_description": f"{practice.title} en deux pages : l’essentiel, puis un résumé du reste.",
        "updated_on": practice.updated_on,
    }
