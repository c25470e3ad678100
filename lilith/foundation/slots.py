"""The registry through which lower rooms offer places and upper rooms fill them.

A room registers in its `AppConfig.ready()`; a lower room only reads. Nothing here knows a domain word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest


@dataclass(frozen=True)
class SearchDocument:
    """What the search room keeps of one public record. Plain text, no HTML.

    `kind` is a type of the public API (practice, theme, term…), `key` its public id, unique within the kind.
    `names` are other names that must find it like its title; `lead` weighs more than `body`; `keywords` weigh like the lead and
    are never shown in an excerpt.
    """

    kind: str
    key: str
    title: str
    url: str
    names: tuple[str, ...] = ()
    lead: str = ""
    body: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchSource:
    """How the records of one model become search documents; a record that is not public gives none."""

    model: type
    documents: Callable[[Iterable[Any]], Iterable[SearchDocument]]
    records: Callable[[], Iterable[Any]]
    identity: Callable[[Any], tuple[str, str]]


@dataclass(frozen=True)
class ScheduledWork:
    """A job of the `tick` command: a pure decision on `now`, safe to run twice."""

    name: str
    every: timedelta
    run: Callable[[datetime], str]


@dataclass(frozen=True)
class PersonalData:
    """How rows of one model that point to a person are exported and erased."""

    model: str
    export: Callable[[Any], list[dict[str, Any]]]
    erase: Callable[[Any], int]


@dataclass(frozen=True)
class Place:
    """Somewhere on the site: what a link says and where it leads."""

    title: str
    url: str

    def get_absolute_url(self) -> str:
        return self.url


@dataclass(frozen=True)
class FeedItem:
    """One line of the home page or a feed, offered by any room. `updated` is the day of its last change (`day` when unknown)."""

    title: str
    url: str
    day: date
    day_label: str = ""
    summary: str = ""
    updated: date | None = None


@dataclass(frozen=True)
class Feed:
    """A feed at `/feeds/<name>.xml`; `items` gives the newest first, demonstration rows left out."""

    name: str
    title: str
    description: str
    url: str
    items: Callable[[int], Iterable[FeedItem]]


@dataclass(frozen=True)
class CalendarEntry:
    """Something dated, for calendars. `end` is its last day (same as `day` when unknown).

    `precision` is day, month or year: the entry of a month or a year covers all of it, and says so.
    """

    key: str
    title: str
    day: date
    end: date
    url: str
    precision: str = "day"
    day_label: str = ""
    summary: str = ""
    place: str = ""
    updated: date | None = None


@dataclass(frozen=True)
class Calendar:
    """Dated things of one room: all of them, newest first, or one by its key (None when it does not exist)."""

    entries: Callable[[], Iterable[CalendarEntry]]
    entry: Callable[[str], CalendarEntry | None]


@dataclass(frozen=True)
class GlossaryTerm:
    """A word that pages explain where it stands. `definition` is plain text; `forms` are other ways to write the word."""

    term: str
    url: str
    definition: str
    expansion: str = ""
    forms: tuple[str, ...] = ()
    lang: str = ""


@dataclass(frozen=True)
class Glossary:
    """Where pages find the words they explain. `stamp` changes whenever `terms` would give something else."""

    terms: Callable[[], Iterable[GlossaryTerm]]
    stamp: Callable[[], object]


@dataclass(frozen=True)
class PlainText:
    """The plainest text of one public record, as readers of the public are asked whether they understand it.

    `text`: sections separated by an empty line; the first line of each is its title; an item of a list begins with « – ».
    """

    uuid: UUID
    title: str
    url: str
    text: str


@dataclass(frozen=True)
class PlainTextSource:
    """Where the plainest texts of the records of one model come from; a record that is not public gives none.

    `find` gives the text of a public id; `titles` the (public id, title) of every record that has one, by title.
    """

    model: type
    text_of: Callable[[Any], PlainText | None]
    find: Callable[[UUID], PlainText | None]
    titles: Callable[[], Iterable[tuple[UUID, str]]]


@dataclass(frozen=True)
class ProseFields:
    """For whom the prose of one model is written, so that its editors are helped with their words.

    `levels`: field → 1 (everyone), 2 (who wants to know more) or 3 (professionals, researchers); None: the field
    `literacy_level` of the same form says it. `unknown`: fields that say what is not known. `easy_to_read`: fields written by
    the rules of easy-to-read. `is_glossary`: the words of the glossary explain themselves there.
    """

    model: type
    levels: Mapping[str, int | None]
    unknown: frozenset[str] = frozenset()
    easy_to_read: frozenset[str] = frozenset()
    is_glossary: bool = False


@dataclass(frozen=True)
class NotificationKind:
    """One sort of mail about what happens here, as people choose whether and when they receive it.

    `code` is « <room>.<name> » and stays; `title` is what one reads among one's choices; `template` is « <room>/mail/<name> »,
    `.txt` and `.html`. `audience` says to whom, among the accounts, it may be written. `default`: at_once, daily, weekly or never;
    never, unless `must_answer`: someone waits for the person, who may then choose when, not whether. `outside` kinds go to an
    address that a person without an account gave for this very thing: `outside` says who that is.
    """

    code: str
    title: str
    template: str
    audience: Callable[[Any], bool]
    default: str = "never"
    must_answer: bool = False
    outside: str = ""

    @property
    def room(self) -> str:
        return self.code.partition(".")[0]


PageSlot = Callable[[HttpRequest, Mapping[str, Any]], str]

_page_slots: dict[str, list[tuple[int, PageSlot]]] = defaultdict(list)
_search_sources: list[SearchSource] = []
_scheduled: dict[str, ScheduledWork] = {}
_personal_data: dict[str, PersonalData] = {}
_sitemaps: dict[str, type] = {}
_glossary: list[Glossary] = []
_feeds: dict[str, Feed] = {}
_calendars: list[Calendar] = []
_plain_texts: list[PlainTextSource] = []
_prose_fields: dict[str, ProseFields] = {}
_notification_kinds: dict[str, NotificationKind] = {}
_change_listeners: list[Callable[[Any], None]] = []


def register_page_slot(name: str, render: PageSlot, order: int = 0) -> None:
    """Offer HTML for the place `name` of a template; several rooms may fill one place, by `order`."""
    if render not in [known for _, known in _page_slots[name]]:
        _page_slots[name].append((order, render))
        _page_slots[name].sort(key=lambda item: item[0])


def page_slot(name: str) -> list[PageSlot]:
    """The renderers of a place, in order; empty when no room fills it."""
    return [render for _, render in _page_slots.get(name, [])]


def register_search_source(source: SearchSource) -> None:
    """Make the records of a model findable."""
    if source.model not in [known.model for known in _search_sources]:
        _search_sources.append(source)


def search_sources() -> list[SearchSource]:
    """Every registered source, in order of registration."""
    return list(_search_sources)


def register_scheduled_work(work: ScheduledWork) -> None:
    """Have `tick` run a job; the last registration of a name wins."""
    _scheduled[work.name] = work


def scheduled_work() -> list[ScheduledWork]:
    """Every job of `tick`, by name."""
    return [_scheduled[name] for name in sorted(_scheduled)]


def register_personal_data(data: PersonalData) -> None:
    """Say how the rows of a model that points to a person are exported and erased."""
    _personal_data[data.model] = data


def personal_data() -> dict[str, PersonalData]:
    """Label of a model → how its rows about a person are exported and erased."""
    return dict(_personal_data)


def register_sitemap(name: str, sitemap: type) -> None:
    """Add a section to sitemap.xml."""
    _sitemaps[name] = sitemap


def sitemaps() -> dict[str, type]:
    """The sections of sitemap.xml that rooms have registered."""
    return dict(_sitemaps)


def register_feed(feed: Feed) -> None:
    """Offer a feed; the last registration of a name wins."""
    _feeds[feed.name] = feed


def feeds() -> dict[str, Feed]:
    """Name → feed, in order of registration."""
    return dict(_feeds)


def register_calendar(calendar: Calendar) -> None:
    """Offer dated things to `/agenda.ics`."""
    if calendar not in _calendars:
        _calendars.append(calendar)


def calendars() -> list[Calendar]:
    """Every calendar that rooms offer."""
    return list(_calendars)


def register_glossary(source: Glossary) -> None:
    """Offer the words that pages explain; the last registration wins."""
    _glossary[:] = [source]


def glossary() -> Glossary | None:
    """Where the explained words come from; None when no room offers any."""
    return _glossary[0] if _glossary else None


def register_plain_texts(source: PlainTextSource) -> None:
    """Have the plainest texts of a model tested by readers."""
    if source.model not in [known.model for known in _plain_texts]:
        _plain_texts.append(source)


def plain_text_sources() -> list[PlainTextSource]:
    """Every source of plain texts, in order of registration."""
    return list(_plain_texts)


def register_prose_fields(fields: ProseFields) -> None:
    """Have the editors of a model helped with their words; the last registration of a model wins."""
    _prose_fields[fields.model._meta.label_lower] = fields  # type: ignore[attr-defined]


def prose_fields(label: str) -> ProseFields | None:
    """What was registered for a model (« practices.practicepage »); None when nothing was."""
    return _prose_fields.get(label)


def register_notification_kind(kind: NotificationKind) -> None:
    """Add a sort of mail to the one list of them; the last registration of a code wins."""
    _notification_kinds[kind.code] = kind


def notification_kinds() -> dict[str, NotificationKind]:
    """Code → sort of mail, in order of registration."""
    return dict(_notification_kinds)


def register_change_listener(listener: Callable[[Any], None]) -> None:
    """Be told, inside the transaction, of each public record that was saved, published, withdrawn or deleted."""
    if listener not in _change_listeners:
        _change_listeners.append(listener)


def change_listeners() -> list[Callable[[Any], None]]:
    """Who wants to know when a public record changes."""
    return list(_change_listeners)
