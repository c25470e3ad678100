"""Doors, themes and what they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from lilith.practices.enums import PathwayCode, Status
from lilith.practices.models import PathwayPage, PracticePage, PracticeTheme, Replacement, ThemePage, ToReducePage
from lilith.practices.selectors.cards import cards_of, practice_url, principal

# What lists read of a page: its five levels stay in the database.
CARD_FIELDS = (
    "title", "slug", "url_path", "path", "depth", "numchild", "content_type", "live", "short_name", "acronym", "summary", "kind",
    "status", "status_basis", "documents_level", "state_date", "image", "dossier",
)  # fmt: skip


STUDIED_FIRST = (Status.PROVEN, Status.PROMISING, Status.TO_ASSESS, Status.NOT_PROVEN)


@dataclass(frozen=True)
class ThemeLink:
    """A theme as a door lists it: without its article."""

    title: str
    url: str
    icon: str
    summary: str = ""
    practices: int = 0


@dataclass(frozen=True)
class Door:
    """A pathway with its themes. `css` is the name of its tint."""

    code: str
    title: str
    summary: str
    url: str
    css: str
    themes: tuple[ThemeLink, ...]


def _theme_links(themes: QuerySet[ThemePage]) -> list[tuple[str, ThemeLink]]:
    fields = ("url_path", "slug", "short_title", "title", "icon", "summary", "order")
    shown = Q(practice_links__practice__live=True, practice_links__practice__is_demo=False)
    rows = (
        themes.order_by()
        .values_list(*fields)
        .annotate(practices=Count("practice_links", filter=shown))
        .order_by("order", "title")
    )
    links: list[tuple[str, ThemeLink]] = []
    for url_path, slug, short_title, title, icon, summary, _order, practices in rows:
        code = PathwayCode.LIFE if f"/{PathwayCode.LIFE}/" in url_path else PathwayCode.CARE
        links.append((code, ThemeLink(short_title or title, f"/{code}/{slug}/", icon, summary, practices)))
    return links


def doors() -> list[Door]:
    """Both pathways, life first, with their live themes. Two queries."""
    themes = _theme_links(ThemePage.objects.live())
    found = {page.slug: page for page in PathwayPage.objects.live().only("title", "slug", "summary", "path", "depth")}
    return [
        Door(
            code,
            found[code].title,
            found[code].summary,
            f"/{code}/",
            css,
            tuple(link for theme_code, link in themes if theme_code == code),
        )
        for code, css in ((PathwayCode.LIFE, "vie"), (PathwayCode.CARE, "soins"))
        if code in found
    ]


def themes_of_pathway(*, pathway: PathwayPage) -> list[ThemeLink]:
    """The live themes of a pathway, in its order, with how many practices each lists. One query."""
    return [link for _, link in _theme_links(ThemePage.objects.live().child_of(pathway))]


def practices_of_theme(*, theme: ThemePage) -> QuerySet[PracticePage]:
    """The live practices of a theme: the best studied first, then those whose own drawing it is, then by name."""
    first = PracticeTheme.objects.filter(theme=theme, sort_order=0).values("practice_id")
    return (
        PracticePage.objects.live()
        .filter(theme_links__theme=theme)
        .annotate(
            studied=Case(
                *(When(status=status, then=Value(rank)) for rank, status in enumerate(STUDIED_FIRST)),
                output_field=IntegerField(),
            ),
            rank=Case(When(pk__in=first, then=Value(0)), default=Value(1), output_field=IntegerField()),
        )
        .order_by("studied", "rank", "title")
        .only(*CARD_FIELDS)
    )


def theme_context(*, theme: ThemePage) -> dict[str, Any]:
    """What a theme page shows: at most one page of cards, the number of all, resources, its door for the menu."""
    size = cast(int, settings.LILITH["PAGE_SIZE"])
    practices = list(practices_of_theme(theme=theme).select_related("image"))
    links = list(theme.links.filter(live=True))
    publications = list(theme.publications.filter(live=True))
    actions = list(theme.roadmap_actions.filter(live=True))
    terms = list(theme.terms.filter(live=True))
    return {
        "cards": cards_of(practices[:size]),
        "practice_count": len(practices),
        "all_practices_url": f"/pratiques/?theme={theme.slug}",
        "actions": actions,
        "publications": publications,
        "links": links,
        "terms": terms,
        "has_resources": bool(actions or publications or links or terms),
        "nav_section": theme.tint,
    }


@dataclass(frozen=True)
class ReplacedBy:
    """A practice that may replace something, with the reason that the documents give."""

    title: str
    url: str
    summary: str
    why: str
    tint: str


def replacements_of(*, page: ToReducePage) -> list[ReplacedBy]:
    """The live practices that may replace what this page is about. Two queries."""
    rows = list(
        Replacement.objects.filter(what=page, practice__live=True)
        .select_related("practice")
        .only(
            "why",
            "practice__title",
            "practice__slug",
            "practice__summary",
            "practice__path",
            "practice__depth",
            "practice__url_path",
        )
        .order_by("practice__title")
    )
    themes: dict[int, list[ThemePage]] = {}
    for link in (
        PracticeTheme.objects.filter(practice__in=[row.practice_id for row in rows])
        .select_related("theme")
        .order_by("sort_order")
    ):
        themes.setdefault(link.practice_id, []).append(link.theme)
    found = []
    for row in rows:
        theme = principal(themes.get(row.practice_id, ()))
        found.append(
            ReplacedBy(
                row.practice.title, practice_url(row.practice.slug), row.practice.summary, row.why, theme.tint if theme else ""
            )
        )
    return found
