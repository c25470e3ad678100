"""What this room puts in the pages that editors write: lists of practices by facets, by place, by public policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from lilith.foundation import slots
from lilith.foundation.templatetags.structured import absolute
from lilith.practices.enums import Status
from lilith.practices.mapping import drawing
from lilith.practices.models import PracticePage
from lilith.practices.selectors import ThemeLink, cards_of, comparison, country, doors, facets, policies

Context = Mapping[str, Any]


def register() -> None:
    """Fill the places of pages and of practices."""
    slots.register_page_slot("page:pratiques", all_practices)
    slots.register_page_slot("page:comparer", side_by_side)
    slots.register_page_slot("page:pres-de-chez-moi", places)
    slots.register_page_slot("page:carnet", notebook)
    slots.register_page_slot("page:feuille-de-route", roadmap)
    slots.register_page_slot("page:equipes-d-appui", teams)
    slots.register_page_slot("page:territoires", priorities)
    slots.register_page_slot("page:principes-et-missions", missions)
    slots.register_page_slot("page:a-reduire", to_reduce)
    slots.register_page_slot("practice:aside", compare_link)
    slots.register_page_slot("dossier:links", practice_of_dossier)


def all_practices(request: HttpRequest, context: Context) -> str:
    """Facets, filters in force and one page of practices; all of them when no address was read (an editor's preview)."""
    found = getattr(request, "practices_found", None)
    if found is None:
        found = facets.find(selection=facets.Selection(), words=facets.vocabulary())
    totals = facets.status_totals()
    cards = cards_of(found.page.object_list)
    first = found.page.start_index()
    items = [
        {"@type": "ListItem", "position": position, "name": card.title, "url": absolute(card.url)}
        for position, card in enumerate(cards, start=first)
    ]
    return render_to_string(
        "practices/all_practices.html",
        {
            "found": found,
            "cards": cards,
            "structured": {"@type": "ItemList", "numberOfItems": found.total, "itemListElement": items},
            "page_obj": found.page,
            "to_assess": totals.get(Status.TO_ASSESS, 0),
            "known": sum(totals.values()),
            "compare_max": comparison.most(),
        },
        request,
    )


def side_by_side(request: HttpRequest, context: Context) -> str:
    """The practices compared, then how to add one."""
    asked = getattr(request, "comparison_asked", None) or comparison.Asked()
    return render_to_string(
        "practices/side_by_side.html",
        {
            "asked": asked,
            "comparison": comparison.compare(slugs=asked.slugs),
            "page_obj": getattr(request, "comparison_candidates", None),
            "doors": [(door, [_theme_choice(theme, asked) for theme in door.themes]) for door in doors()],
            "compare_max": comparison.most(),
        },
        request,
    )


def _theme_choice(theme: ThemeLink, asked: comparison.Asked) -> tuple[ThemeLink, str, bool]:
    slug = theme.url.strip("/").split("/")[-1]
    return theme, comparison.address_of(asked.slugs, slug), slug == asked.theme


def places(request: HttpRequest, context: Context) -> str:
    """The choice of a département or a region: words, a list, a map."""
    france = country.country()
    rows = [(one.departement.code, one.departement.name, one.url, one.places, one.step) for one in france.departements]
    tiles = [
        (one, drawing.places_in_words(one.places), drawing.swatch_svg(one.step))
        for one in france.departements
        if not drawing.is_drawn(one.departement.code)
    ]
    return render_to_string(
        "practices/places.html",
        {
            "country": france,
            "asked": getattr(request, "place_asked", ""),
            "place": getattr(request, "place_found", None),
            "map": drawing.map_svg(rows, label="Carte de France par département"),
            "overseas": [tile for tile in tiles if tile[0].departement.overseas],
            "small": [tile for tile in tiles if not tile[0].departement.overseas],
            "legend": [
                (drawing.swatch_svg(step), words)
                for step, words in enumerate(("Aucun lieu connu", "1 lieu", "2 ou 3 lieux", "4 lieux ou plus"))
            ],
        },
        request,
    )


def notebook(request: HttpRequest, context: Context) -> str:
    return render_to_string("practices/notebook.html", {}, request)


def roadmap(request: HttpRequest, context: Context) -> str:
    return render_to_string("practices/roadmap.html", {"axes": policies.roadmap()}, request)


def teams(request: HttpRequest, context: Context) -> str:
    return render_to_string("practices/teams.html", {"teams": policies.teams()}, request)


def priorities(request: HttpRequest, context: Context) -> str:
    return render_to_string(
        "practices/headings.html",
        {
            "title": "Les pratiques, par priorité",
            "note": "Les mots exacts des six priorités sont à vérifier dans le décret. Le lien avec une pratique est notre lecture.",
            "headings": policies.priorities(),
            "prefix": "priorite",
        },
        request,
    )


def missions(request: HttpRequest, context: Context) -> str:
    return render_to_string(
        "practices/headings.html",
        {
            "title": "Les pratiques, par mission",
            "note": "Le lien entre une pratique et une mission est souvent notre lecture. Il reste à vérifier.",
            "headings": policies.missions(),
            "prefix": "mission",
        },
        request,
    )


def to_reduce(request: HttpRequest, context: Context) -> str:
    return render_to_string(
        "practices/to_reduce_list.html", {"pages": policies.to_reduce(), "pairs": policies.pairs()}, request
    )


def compare_link(request: HttpRequest, context: Context) -> str:
    """On the side of a practice: compare it."""
    page = context.get("page")
    return render_to_string("practices/components/compare_link.html", {"practice": page}, request) if page is not None else ""


def practice_of_dossier(request: HttpRequest, context: Context) -> str:
    """The practice that a dossier is about, for who reads the dossier to judge it; nothing when no page points to it."""
    practice = PracticePage.objects.live().filter(dossier=context["dossier"]).first()
    return render_to_string("practices/dossier_link.html", {"practice": practice}, request) if practice else ""
