"""Questions about the home page and the news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lilith.practices.selectors import doors
from lilith.website.models import ContentPage, HomePage, NewsPage

FEATURED = 6


@dataclass(frozen=True)
class Headline:
    """A dated title. `day_label` says the date in words when the exact day is not known."""

    title: str
    url: str
    day: date
    day_label: str


def _headline(page: NewsPage) -> Headline:
    return Headline(page.title, f"/actualites/{page.slug}/", page.day, page.day_label)


def headlines(*, home: HomePage, limit: int = FEATURED) -> list[Headline]:
    """What editors put « à la une », in their order, completed by the most recent news. Two queries."""
    chosen = list(home.featured.order_by("sort_order").values_list("page_id", flat=True)) if home.pk else []
    fields = ("title", "slug", "day", "day_label", "path", "depth", "url_path")
    recent = list(NewsPage.objects.live().filter(is_demo=False).order_by("-day", "title").only(*fields)[: limit + len(chosen)])
    known = {page.pk: page for page in recent}
    missing = [pk for pk in chosen if pk not in known]
    if missing:
        known.update({page.pk: page for page in NewsPage.objects.live().filter(pk__in=missing).only(*fields)})
    pages = [known[pk] for pk in chosen if pk in known]
    pages += [page for page in recent if page not in pages]
    return [_headline(page) for page in pages[:limit]]


def home_context(*, home: HomePage) -> dict[str, Any]:
    """Both doors with their themes, six headlines, the four missions."""
    return {"doors": doors(), "headlines": headlines(home=home), "missions": [block.value for block in home.missions]}


def neighbours_in_time(*, news: NewsPage) -> tuple[NewsPage | None, NewsPage | None]:
    """The live news published just before and just after this one. Two queries."""
    others = NewsPage.objects.live().exclude(pk=news.pk).only("title", "slug", "day", "path", "depth", "url_path")
    earlier = others.filter(day__lte=news.day).order_by("-day", "title").first()
    later = others.filter(day__gt=news.day).order_by("day", "title").first()
    return earlier, later


def subpages_of(*, page: ContentPage) -> list[ContentPage]:
    """The live pages of text right below this one, in the editors' order. One query."""
    fields = ("title", "slug", "summary", "order", "path", "depth", "url_path")
    return list(ContentPage.objects.live().child_of(page).order_by("order", "title").only(*fields))
