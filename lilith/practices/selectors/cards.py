"""Cards of practices: a drawing, a name, a sentence, three signals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lilith.practices.drawings.vignettes import scene
from lilith.practices.enums import PathwayCode
from lilith.practices.models import KnownSite, PracticePage, PracticeTheme, ThemePage
from lilith.practices.selectors.dossiers import rights_by_practice
from lilith.practices.selectors.signals import Signal, signals_of


@dataclass(frozen=True)
class PracticeCard:
    """What a list shows of a practice. `tint` is the door of its principal theme."""

    practice: PracticePage
    url: str
    title: str
    summary: str
    tint: str
    scene: str
    signals: tuple[Signal, Signal, Signal]


def practice_url(slug: str) -> str:
    """The address of a practice, which never changes (contract)."""
    return f"/pratiques/{slug}/"


def principal(themes: Iterable[ThemePage]) -> ThemePage | None:
    """The theme that gives the breadcrumb: the first of « parcours de vie », else the first of « parcours de soins »."""
    ordered = list(themes)
    return next((theme for theme in ordered if theme.pathway_code == PathwayCode.LIFE), ordered[0] if ordered else None)


def cards_of(practices: Iterable[PracticePage]) -> list[PracticeCard]:
    """Cards in the order given; two queries whatever their number, three when one has a dossier."""
    chosen = list(practices)
    ids = [practice.pk for practice in chosen]
    themes: dict[int, list[ThemePage]] = defaultdict(list)
    links = PracticeTheme.objects.filter(practice__in=ids).select_related("theme").order_by("sort_order")
    for link in links.only(
        "practice_id", "sort_order", "theme__title", "theme__slug", "theme__url_path", "theme__depth", "theme__path"
    ):
        themes[link.practice_id].append(link.theme)
    sites: dict[int, list[KnownSite]] = defaultdict(list)
    for site in KnownSite.objects.filter(practice__in=ids).order_by("sort_order"):
        sites[site.practice_id].append(site)
    rights = rights_by_practice(practices=chosen)
    cards = []
    for practice in chosen:
        theme = principal(themes[practice.pk])
        cards.append(
            PracticeCard(
                practice=practice,
                url=practice_url(practice.slug),
                title=practice.title,
                summary=practice.summary,
                tint=theme.tint if theme else "",
                scene=scene(practice.slug, theme.slug if theme else ""),
                signals=signals_of(practice, sites[practice.pk], rights.get(practice.pk, ())),
            )
        )
    return cards
