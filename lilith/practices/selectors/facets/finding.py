"""The answer to a selection, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from lilith.foundation.selectors import sort_key
from lilith.practices.models import PracticePage
from lilith.practices.models.practice import LEVELS
from lilith.practices.selectors.facets.choices import FACETS, Facet, Selection, UnknownChoiceError, Vocabulary
from lilith.practices.selectors.facets.matching import counts_of, keys_named, matching


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


def find(*, selection: Selection, words: Vocabulary) -> Found:
    """Practices that answer `selection`, sorted by name, with the counts of every facet.

    Three queries, four with a name. Raises UnknownChoiceError for a page beyond the last one.
    """
    named = keys_named(selection.name)
    rows = matching(selection, named).values_list("pk", "title")
    ordered = [pk for pk, _title in sorted(rows, key=lambda row: (sort_key(row[1]), row[0]))]
    paginator = Paginator(ordered, settings.LILITH["PAGE_SIZE"])
    if selection.page > paginator.num_pages:
        raise UnknownChoiceError(page=str(selection.page))
    page = paginator.page(selection.page)
    by_pk = for_cards(PracticePage.objects.filter(pk__in=list(page.object_list))).in_bulk()
    page.object_list = [by_pk[pk] for pk in page.object_list]
    counts = counts_of(selection, named)
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
