"""Practices side by side, on the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import QueryDict

from lilith.evidence.selectors import RightsCell
from lilith.foundation.fields import lines_of
from lilith.practices.enums import SiteScope
from lilith.practices.models import KnownSite, PracticePage, PracticeTheme, RelatedPractice, ThemePage
from lilith.practices.selectors.cards import practice_url, principal
from lilith.practices.selectors.digest import Digest, digest
from lilith.practices.selectors.dossiers import rights_by_practice
from lilith.practices.selectors.signals import Signal, signals_of
from lilith.practices.selectors.themes import practices_of_theme

ADDRESS = "/comparer/"
PLACES_SHOWN = 6
LONGEST_CELL = 320


class BadComparisonError(ValueError):
    """The address asks for what cannot be compared. `known`: the practices that exist, at most as many as one may compare.

    `unknown`: names that are no practice; `too_many`: how many were asked when that is too many; `theme`: an unknown theme.
    """

    def __init__(
        self, *, known: Sequence[str] = (), unknown: Sequence[str] = (), too_many: int = 0, theme: str = "", page: str = ""
    ) -> None:
        super().__init__("cannot compare")
        self.known = list(known)
        self.unknown = list(unknown)
        self.too_many = too_many
        self.theme = theme
        self.page = page


@dataclass(frozen=True)
class Asked:
    """What an address asks to compare, in its order. `repeated`: practices that it names twice and that are shown once."""

    slugs: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    theme: str = ""
    page: int = 1


@dataclass(frozen=True)
class Need:
    """One thing that a practice takes, as the documents say."""

    title: str
    text: Digest


@dataclass(frozen=True)
class Column:
    """One practice, cell by cell; an empty cell means that the documents say nothing."""

    practice: PracticePage
    url: str
    tint: str
    signals: tuple[Signal, Signal, Signal]
    name: str
    kind: str
    status: str
    basis: str
    audiences: tuple[str, ...]
    audience_details: tuple[str, ...]
    places: tuple[KnownSite, ...]
    more_places: int
    needs: tuple[Need, ...]
    team: str
    team_state: str
    unknown: Digest
    without_url: str


@dataclass(frozen=True)
class Candidate:
    """A practice that could be added, with the address that adds it."""

    slug: str
    title: str
    summary: str
    url: str
    why: str = ""


@dataclass(frozen=True)
class Comparison:
    """Columns to show and what may be added to them."""

    columns: tuple[Column, ...]
    related: tuple[Candidate, ...]
    is_full: bool


def most() -> int:
    """How many practices one may compare at once."""
    return settings.LILITH["COMPARE_MAX"]


def address_of(slugs: Iterable[str], theme: str = "") -> str:
    """The address that compares these practices, with the list of a theme open beside them."""
    pairs = [("p", slug) for slug in slugs] + ([("theme", theme)] if theme else [])
    return f"{ADDRESS}?{urlencode(pairs)}" if pairs else ADDRESS


def read_asked(params: QueryDict) -> Asked:
    """What the parameters `p`, `theme` and `page` ask. Raises BadComparisonError. One query."""
    wanted = [slug.strip() for slug in params.getlist("p") if slug.strip()]
    distinct = list(dict.fromkeys(wanted))
    few = distinct[: 10 * most()]
    titles = dict(PracticePage.objects.live().filter(slug__in=few).values_list("slug", "title")) if few else {}
    known = [slug for slug in few if slug in titles]
    unknown = [slug for slug in few if slug not in titles]
    if unknown or len(distinct) > most():
        too_many = len(distinct) if len(distinct) > most() else 0
        raise BadComparisonError(known=known[: most()], unknown=unknown[:5], too_many=too_many)
    theme = params.get("theme", "").strip()
    page = params.get("page", "").strip() or "1"
    if not page.isascii() or not page.isdigit() or len(page) > 6 or int(page) < 1:
        raise BadComparisonError(known=known, page=page)
    repeated = [titles[slug] for slug in known if wanted.count(slug) > 1]
    return Asked(tuple(known), tuple(repeated), theme, int(page))


def compare(*, slugs: Sequence[str]) -> Comparison:
    """The practices of `slugs`, in that order, side by side. Five queries, six when one has a dossier."""
    themes = Prefetch("theme_links", PracticeTheme.objects.select_related("theme").order_by("sort_order"))
    pages = PracticePage.objects.live().filter(slug__in=slugs).prefetch_related("audiences", "known_sites", themes)
    rows = {page.slug: page for page in pages}
    practices = [rows[slug] for slug in slugs if slug in rows]
    rights = rights_by_practice(practices=practices)
    columns = tuple(_column(practice, slugs, rights.get(practice.pk, ())) for practice in practices)
    is_full = len(columns) >= most()
    return Comparison(columns, () if is_full or not columns else _related(practices, slugs), is_full)


def _column(practice: PracticePage, slugs: Sequence[str], rights: Sequence[RightsCell]) -> Column:
    sites = list(practice.known_sites.all())
    places = [site for site in sites if site.scope != SiteScope.ABROAD]
    theme = principal(link.theme for link in practice.theme_links.all())
    needs = [
        Need(title, digest(getattr(practice, name), characters=LONGEST_CELL))
        for name, title in (
            ("prerequisites", "Les prérequis"),
            ("organisation", "L’organisation"),
            ("funding", "Le financement"),
        )
        if getattr(practice, name)
    ]
    return Column(
        practice=practice,
        url=practice_url(practice.slug),
        tint=theme.tint if theme else "",
        signals=signals_of(practice, sites, rights),
        name=practice.display_name,
        kind=practice.get_kind_display().capitalize(),
        status=practice.get_status_display().capitalize(),
        basis=practice.get_status_basis_display(),
        audiences=tuple(audience.name for audience in practice.audiences.all()),
        audience_details=tuple(lines_of(practice.audience_details)),
        places=tuple(places[:PLACES_SHOWN]),
        more_places=max(0, len(places) - PLACES_SHOWN),
        needs=tuple(needs),
        team=practice.support_team,
        team_state=practice.get_support_team_state_display(),
        unknown=digest(practice.unknown, characters=LONGEST_CELL),
        without_url=address_of(slug for slug in slugs if slug != practice.slug),
    )


def _related(practices: Sequence[PracticePage], slugs: Sequence[str]) -> tuple[Candidate, ...]:
    links = (
        RelatedPractice.objects.filter(practice__in=practices, other__live=True)
        .exclude(other__slug__in=slugs)
        .select_related("other")
        .only("kind", "why", "sort_order", "practice_id", "other__title", "other__short_name", "other__slug", "other__summary")
        .order_by("sort_order")
    )
    found: dict[str, Candidate] = {}
    for link in links:
        other = link.other
        found.setdefault(
            other.slug, Candidate(other.slug, other.display_name, other.summary, address_of([*slugs, other.slug]), link.why)
        )
    return tuple(found.values())[:6]


def candidates(*, asked: Asked) -> Page | None:
    """A page of the practices of the theme that is open, without those already chosen; None when no theme is open.

    Raises BadComparisonError for an unknown theme or a page beyond the last one. Two queries.
    """
    if not asked.theme:
        return None
    theme = ThemePage.objects.live().filter(slug=asked.theme).first()
    if theme is None:
        raise BadComparisonError(known=asked.slugs, theme=asked.theme)
    rows = practices_of_theme(theme=theme).exclude(slug__in=asked.slugs).values_list("slug", "title", "short_name", "summary")
    paginator = Paginator(list(rows), settings.LILITH["PAGE_SIZE"])
    if asked.page > paginator.num_pages:
        raise BadComparisonError(known=asked.slugs, page=str(asked.page))
    page: Page = paginator.page(asked.page)
    page.object_list = [
        Candidate(slug, short_name or title, summary, address_of([*asked.slugs, slug], asked.theme))
        for slug, title, short_name, summary in page.object_list
    ]
    return page


def titles_of(*, slugs: Sequence[str]) -> dict[str, str]:
    """Slug → name of live practices. One query."""
    return dict(PracticePage.objects.live().filter(slug__in=slugs).values_list("slug", "title")) if slugs else {}
