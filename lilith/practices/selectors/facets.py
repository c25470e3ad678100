"""Finding practices by facets: what was chosen, how many practices each other choice would give, which ones answer.

Several values of one facet add up; facets restrict one another. The count beside a choice is what that facet would give with
all the other facets as they stand.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.http import QueryDict

from lilith.evidence.enums import Certainty, RightsDimension
from lilith.evidence.models import Dossier, Rating, RightsRating
from lilith.evidence.selectors import respected_rights
from lilith.foundation.fields import lines_of
from lilith.foundation.selectors import sort_key
from lilith.practices.enums import PathwayCode, PracticeKind, SiteScope, SiteState, Status
from lilith.practices.models import (
    Audience,
    CareMission,
    KnownSite,
    PracticePage,
    PracticeTheme,
    PtsmPriority,
    RoadmapAction,
    ThemePage,
)
from lilith.practices.models.practice import LEVELS
from lilith.territories.models import Region

ADDRESS = "/pratiques/"
WHOLE_FRANCE = "france"
LONGEST_NAME = 80


@dataclass(frozen=True)
class Facet:
    """A way to sort practices. `key` is the stable code (also of the search index), `param` its name in an address.

    One that is not `listed` shows only when an address chose it; `nothing` is said while no practice has any of its values.
    """

    key: str
    param: str
    title: str
    listed: bool = True
    nothing: str = ""


FACETS = (
    Facet("theme", "theme", "Thème"),
    Facet("audience", "public", "Pour qui"),
    Facet("kind", "nature", "Nature"),
    Facet("status", "statut", "Statut"),
    Facet("certainty", "certitude", "Certitude"),
    Facet("right", "droit", "Droits respectés", nothing="Aucune pratique n’a encore de profil signé."),
    Facet("region", "region", "Région"),
    Facet("priority", "priorite", "Priorité des territoires"),
    Facet("action", "action", "Action de la feuille de route"),
    Facet("mission", "mission", "Mission du nouvel ambulatoire", listed=False),
)
# What appraisals and signatures say is read from them, not from the search index.
INDEXED = tuple(facet for facet in FACETS if facet.key not in {"certainty", "right"})
BY_KEY = {facet.key: facet for facet in FACETS}
PARAMS = ("nom", *(facet.param for facet in FACETS), "page")

Vocabulary = Mapping[str, Mapping[str, str]]
# Themes stand as on the home page: parcours de vie, then parcours de soins.
_LIFE_FIRST = Case(When(url_path__contains=f"/{PathwayCode.LIFE}/", then=F("order")), default=F("order") + 100)


class UnknownChoiceError(ValueError):
    """An address asks for values that do not exist. `unknown`: (facet, value); `page`: a page number that makes no sense."""

    def __init__(self, unknown: Iterable[tuple[Facet, str]] = (), page: str = "") -> None:
        super().__init__("unknown choice")
        self.unknown = list(unknown)
        self.page = page


@dataclass(frozen=True)
class Selection:
    """What a reader chose. `values`: facet key → values, in the order of the vocabulary."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""
    page: int = 1

    def of(self, key: str) -> tuple[str, ...]:
        return self.values.get(key, ())

    @property
    def is_empty(self) -> bool:
        return not self.name and not any(self.values.values())

    def without(self, key: str, value: str) -> Selection:
        """The same choice less one value, from its first page."""
        left = tuple(one for one in self.of(key) if one != value)
        return replace(self, values={**self.values, key: left}, page=1)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of this choice: name, facets in their order, page; empty ones left out."""
        name = [("nom", self.name)] if self.name else []
        page = [("page", str(self.page))] if self.page > 1 else []
        return [*name, *((facet.param, value) for facet in FACETS for value in self.of(facet.key)), *page]

    @property
    def query(self) -> str:
        """The one way in which links write this choice."""
        return urlencode(self.pairs)

    def is_written_as(self, params: QueryDict) -> bool:
        """True when an address says this choice and nothing else; the page cache may have put its parameters in another order."""
        asked = [(name, value) for name, values in params.lists() for value in values]
        return sorted(asked, key=itemgetter(0)) == sorted(self.pairs, key=itemgetter(0))

    @property
    def url(self) -> str:
        return f"{ADDRESS}?{self.query}" if self.query else ADDRESS


@dataclass(frozen=True)
class Choice:
    """One value of a facet, with the number of practices it would give."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class FacetChoices:
    facet: Facet
    choices: tuple[Choice, ...]

    @property
    def selected(self) -> int:
        return sum(choice.selected for choice in self.choices)


@dataclass(frozen=True)
class Chip:
    """A filter in force and the address without it."""

    title: str
    label: str
    url: str


@dataclass(frozen=True)
class Found:
    """The answer to a selection: `total` practices, one `page` of them, the facets with their counts, the filters in force."""

    selection: Selection
    total: int
    page: Page
    facets: tuple[FacetChoices, ...]
    chips: tuple[Chip, ...]


def folded(text: str) -> str:
    """Lower case, without accents, ligatures opened: what two spellings of one name share."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def vocabulary() -> Vocabulary:
    """Facet key → value → label, each in its own order. One query."""
    branches = [
        _words("theme", ThemePage.objects.live(), F("slug"), F("short_title"), _LIFE_FIRST),
        _words("audience", Audience.objects.all(), F("slug"), F("name"), F("order")),
        _words("region", Region.objects.all(), F("slug"), F("name"), Value(0)),
        _words("priority", PtsmPriority.objects.all(), Cast("number", CharField()), F("name"), F("number")),
        _words("action", RoadmapAction.objects.filter(live=True), F("number"), F("title"), F("order")),
        _words("mission", CareMission.objects.all(), Cast("number", CharField()), F("name"), F("number")),
    ]
    rows = branches[0].union(*branches[1:], all=True)
    found: dict[str, dict[str, str]] = {
        "kind": {kind.value: str(kind.label).capitalize() for kind in PracticeKind},
        "status": {status.value: str(status.label).capitalize() for status in Status},
        "certainty": {level.value: level.label.capitalize() for level in Certainty if level != Certainty.NOT_JUDGED},
        "right": {right.value: str(right.label).capitalize() for right in RightsDimension},
    }
    for key, value, label, _rank in sorted(rows, key=lambda row: (row[3], sort_key(row[2]))):
        found.setdefault(key, {})[value] = f"{value}. {label}" if key in {"priority", "action", "mission"} else label
    found.setdefault("region", {})[WHOLE_FRANCE] = "Toute la France"
    return found


def _words(key: str, rows: QuerySet, value: Any, label: Any, rank: Any) -> QuerySet:
    text = CharField()
    return (
        rows.order_by()
        .annotate(f_key=Value(key, output_field=text), f_value=Cast(value, text), f_label=Cast(label, text), f_rank=rank)
        .values_list("f_key", "f_value", "f_label", "f_rank")
    )


def read_selection(params: QueryDict, words: Vocabulary) -> Selection:
    """What the parameters of an address choose. Unknown parameters are left out.

    Raises UnknownChoiceError for values that do not exist.
    """
    values: dict[str, tuple[str, ...]] = {}
    unknown: list[tuple[Facet, str]] = []
    for facet in FACETS:
        known = words.get(facet.key, {})
        asked = [value.strip() for value in params.getlist(facet.param) if value.strip()]
        unknown += [(facet, value) for value in dict.fromkeys(asked) if value not in known]
        values[facet.key] = tuple(value for value in known if value in asked)
    raw_page = params.get("page", "").strip()
    page_is_wrong = bool(raw_page) and (
        not raw_page.isascii() or not raw_page.isdigit() or len(raw_page) > 6 or int(raw_page) < 1
    )
    if unknown or page_is_wrong:
        raise UnknownChoiceError(unknown, raw_page if page_is_wrong else "")
    name = " ".join(params.get("nom", "").split())[:LONGEST_NAME]
    return Selection(values=values, name=name, page=int(raw_page or 1))


def find(*, selection: Selection, words: Vocabulary) -> Found:
    """Practices that answer `selection`, sorted by name, with the counts of every facet.

    Three queries, four with a name. Raises UnknownChoiceError for a page beyond the last one.
    """
    named = _named(selection.name)
    rows = _matching(selection, named).values_list("pk", "title")
    ordered = [pk for pk, _title in sorted(rows, key=lambda row: (sort_key(row[1]), row[0]))]
    paginator = Paginator(ordered, settings.LILITH["PAGE_SIZE"])
    if selection.page > paginator.num_pages:
        raise UnknownChoiceError(page=str(selection.page))
    page = paginator.page(selection.page)
    by_pk = for_cards(PracticePage.objects.filter(pk__in=list(page.object_list))).in_bulk()
    page.object_list = [by_pk[pk] for pk in page.object_list]
    counts = _counts(selection, named)
    facets = tuple(
        FacetChoices(
            facet,
            tuple(
                Choice(value, label, counts[facet.key][value], value in selection.of(facet.key))
                for value, label in words.get(facet.key, {}).items()
                if counts[facet.key][value] or value in selection.of(facet.key)
            ),
        )
        for facet in FACETS
        if facet.listed or selection.of(facet.key)
    )
    facets = tuple(group for group in facets if group.choices or group.facet.nothing)
    chips = [
        Chip(facet.title, words[facet.key][value], selection.without(facet.key, value).url)
        for facet in FACETS
        for value in selection.of(facet.key)
    ]
    if selection.name:
        chips.append(Chip("Nom", f"« {selection.name} »", replace(selection, name="", page=1).url))
    return Found(selection, paginator.count, page, facets, tuple(chips))


def status_totals() -> dict[str, int]:
    """Status → number of live practices. One query."""
    rows = PracticePage.objects.live().order_by().values_list("status").annotate(n=Count("pk"))
    return {str(status): number for status, number in rows}


def for_cards(practices: QuerySet[PracticePage]) -> QuerySet[PracticePage]:
    """The same practices without their long texts, which no list shows."""
    return practices.defer(*_long_texts())


def _long_texts() -> list[str]:
    sections = [name for level in LEVELS.values() for name, _title in level]
    return [
        *sections,
        "evidence",
        "testimonies",
        "external_updates",
        "key_figures",
        "figures",
        "ambiguities",
        "missing",
        "search_description",
    ]


def _named(text: str) -> list[int] | None:
    """Keys of the practices whose names hold every word of `text`; None when no name is asked."""
    words = folded(text).split()
    if not words:
        return None
    rows = PracticePage.objects.live().values_list("pk", "title", "short_name", "acronym", "other_names", "keywords")
    return [
        pk for pk, *names in rows if all(word in folded(" ".join(" ".join(lines_of(name)) for name in names)) for word in words)
    ]


def _matching(selection: Selection, named: list[int] | None, but: str = "") -> QuerySet[PracticePage]:
    """Live practices that answer every facet except `but`."""
    practices = PracticePage.objects.live().order_by()
    if named is not None:
        practices = practices.filter(pk__in=named)
    for key, values in selection.values.items():
        if values and key != but:
            practices = practices.filter(_condition(key, values))
    return practices


def _condition(key: str, values: tuple[str, ...]) -> Q:
    if key == "kind":
        return Q(kind__in=values)
    if key == "status":
        return Q(status__in=values)
    if key == "certainty":
        return Q(dossier__in=_rated().filter(current__in=values).values("pk"))
    if key == "right":
        respected = respected_rights().filter(dimension__in=values).values("dossier")
        return Q(dossier__in=_public_dossiers().filter(pk__in=respected).values("pk"))
    if key == "theme":
        return Q(pk__in=PracticeTheme.objects.filter(theme__slug__in=values).order_by().values("practice"))
    if key == "region":
        return Q(pk__in=_sites_of_regions().filter(f_value__in=values).values("practice"))
    relation = {"audience": "audiences", "priority": "ptsm_priorities", "action": "roadmap_actions", "mission": "missions"}[key]
    lookup = {"audience": "audience", "priority": "ptsmpriority", "action": "roadmapaction__number", "mission": "caremission"}[
        key
    ]
    through = getattr(PracticePage, relation).through
    return Q(pk__in=through.objects.filter(**{f"{lookup}__in": values}).values("practicepage"))


def _public_dossiers() -> QuerySet[Dossier]:
    """Dossiers that the public reads with their practice."""
    return Dossier.objects.filter(live=True, is_demo=F("practice__is_demo")).order_by()


def _rated() -> Any:
    """The same with `current`, the certainty of their last published rating; without those not rated, or no more."""
    ratings = Rating.objects.filter(dossier=OuterRef("pk")).order_by("-recorded_at", "-pk")
    last = Case(When(withdrawn_at__isnull=True, then=F("certainty")), default=Value(""))
    return _public_dossiers().annotate(current=Subquery(ratings.values_list(last)[:1])).exclude(current="")


def _sites_of_regions() -> QuerySet[KnownSite]:
    """Known sites in France with `f_value`, the slug of their region or the code of the whole country; stopped ones left out."""
    return (
        KnownSite.objects.order_by()
        .exclude(state=SiteState.STOPPED)
        .exclude(scope=SiteScope.ABROAD)
        .annotate(
            f_value=Case(
                When(scope=SiteScope.FRANCE, then=Value(WHOLE_FRANCE)),
                default=Coalesce(F("departement__region__slug"), F("region__slug"), output_field=CharField()),
                output_field=CharField(),
            )
        )
        .filter(f_value__isnull=False)
    )


def _counts(selection: Selection, named: list[int] | None) -> dict[str, dict[str, int]]:
    """Facet key → value → number of practices, each facet seen from the others. One query."""
    text = CharField()

    def practices(key: str) -> QuerySet[PracticePage]:
        return _matching(selection, named, but=key)

    def counted(key: str, rows: QuerySet, value: Any, practice: str) -> QuerySet:
        return (
            rows.order_by()
            .annotate(g_key=Value(key, output_field=text), g_value=Cast(value, text))
            .values("g_key", "g_value")
            .annotate(n=Count(practice, distinct=True))
            .values_list("g_key", "g_value", "n")
        )

    def linked(key: str, relation: str, value: str) -> QuerySet:
        through = getattr(PracticePage, relation).through
        rows = through.objects.filter(practicepage__in=practices(key).values("pk"))
        return counted(key, rows, F(value), "practicepage")

    branches = [
        counted(
            "theme", PracticeTheme.objects.filter(practice__in=practices("theme").values("pk")), F("theme__slug"), "practice"
        ),
        counted("kind", practices("kind"), F("kind"), "pk"),
        counted("status", practices("status"), F("status"), "pk"),
        counted(
            "certainty",
            _rated().filter(practice__in=practices("certainty").values("pk")),
            F("current"),
            "practice",
        ),
        counted(
            "right",
            RightsRating.objects.filter(
                Exists(respected_rights().filter(dossier=OuterRef("dossier"), dimension=OuterRef("dimension"))),
                dossier__in=_public_dossiers().filter(practice__in=practices("right").values("pk")).values("pk"),
            ),
            F("dimension"),
            "dossier",
        ),
        counted("region", _sites_of_regions().filter(practice__in=practices("region").values("pk")), F("f_value"), "practice"),
        linked("audience", "audiences", "audience_id"),
        linked("priority", "ptsm_priorities", "ptsmpriority_id"),
        linked("action", "roadmap_actions", "roadmapaction__number"),
        linked("mission", "missions", "caremission_id"),
    ]
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, value, number in branches[0].union(*branches[1:], all=True):
        counts[key][value] = number
    return counts
