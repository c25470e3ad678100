"""What can be chosen, and what a reader chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast
from django.http import QueryDict

from lilith.evidence.enums import Certainty, RightsDimension
from lilith.foundation.selectors import sort_key
from lilith.practices.enums import PathwayCode, PracticeKind, Status
from lilith.practices.models import (
    Audience,
    CareMission,
    PtsmPriority,
    RoadmapAction,
    ThemePage,
)
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
