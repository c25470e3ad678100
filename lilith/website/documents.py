"""Pages of text, news and events as search documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch

from lilith.foundation.fields import lines_of
from lilith.foundation.selectors import text_of
from lilith.foundation.slots import SearchDocument, SearchSource
from lilith.practices.models import PracticePage, RoadmapAction
from lilith.website.listings import when_words
from lilith.website.models import ContentPage, Event, NewsPage

ROADMAP = "/feuille-de-route/"
_TITLES = Prefetch("practices", PracticePage.objects.only("title", "live"))


def address_of(page: ContentPage | NewsPage) -> str:
    """The address of a page, read from its place in the tree: the indexer asks no site."""
    return "/" + page.url_path.split("/", 2)[2]


def page_documents(pages: Iterable[ContentPage]) -> Iterator[SearchDocument]:
    for page in pages:
        address = address_of(page)
        if page.live and not page.is_demo:
            body = text_of(page.body)
            if address == ROADMAP:
                # Its actions have no page of their own: the page is found by any of them.
                body = "\n".join([body, *_roadmap_lines()])
            yield SearchDocument("page", page_key(address), page.title, address, lead=page.summary, body=body)


def _roadmap_lines() -> list[str]:
    actions = RoadmapAction.objects.filter(live=True).values_list("number", "title", "summary")
    return [f"Action {number} : {title}\n{summary}" for number, title, summary in actions]


def page_key(address: str) -> str:
    """« aide--chercher » for `/aide/chercher/`: the id of a page in the public API."""
    return address.strip("/").replace("/", "--")


def news_documents(pages: Iterable[NewsPage]) -> Iterator[SearchDocument]:
    for page in pages:
        if page.live and not page.is_demo:
            dated = page.day_label or f"{page.day.day:02d}/{page.day.month:02d}/{page.day.year}"
            yield SearchDocument(
                kind="news",
                key=page.slug,
                title=page.title,
                url=address_of(page),
                lead=page.summary,
                body="\n".join(part for part in (text_of(page.body), page.place, dated, *_practice_titles(page)) if part),
            )


def _practice_titles(record: NewsPage | Event) -> list[str]:
    return [practice.title for practice in record.practices.all() if practice.live]


def event_documents(events: Iterable[Event]) -> Iterator[SearchDocument]:
    for event in events:
        if event.live and not event.is_demo:
            lines = [event.type, event.place, when_words(event=event)]
            for text in (event.organisations, event.facts, event.figures):
                lines += lines_of(text)
            lines += _practice_titles(event)
            yield SearchDocument(
                kind="event",
                key=event.slug,
                title=event.title,
                url=event.get_absolute_url(),
                lead=event.summary,
                body="\n".join(line for line in lines if line),
            )


SOURCES = (
    SearchSource(
        model=ContentPage,
        documents=page_documents,
        records=lambda: ContentPage.objects.order_by("pk").iterator(chunk_size=500),
        identity=lambda page: ("page", page_key(address_of(page))),
    ),
    SearchSource(
        model=NewsPage,
        documents=news_documents,
        records=lambda: NewsPage.objects.order_by("pk").prefetch_related(_TITLES).iterator(chunk_size=500),
        identity=lambda page: ("news", page.slug),
    ),
    SearchSource(
        model=Event,
        documents=event_documents,
        records=lambda: Event.objects.order_by("pk").prefetch_related(_TITLES).iterator(chunk_size=500),
        identity=lambda event: ("event", event.slug),
    ),
)
