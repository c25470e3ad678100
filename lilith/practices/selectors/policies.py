"""Practices seen from public policies: the national roadmap, the priorities of territorial projects, missions, support teams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from lilith.foundation.fields import lines_of
from lilith.foundation.selectors import sort_key
from lilith.practices.enums import TeamState
from lilith.practices.models import CareMission, PracticePage, PtsmPriority, Replacement, RoadmapAction, ToReducePage
from lilith.practices.selectors.cards import practice_url

# The three axes of the roadmap, in the words of its progress report of 2021.
AXES = {
    1: "Bien-être, prévention et prévention du suicide",
    2: "Parcours de soins et offre de psychiatrie",
    3: "Vie sociale et citoyenneté des personnes en situation de handicap psychique",
}
PRACTICES_OF_AN_ACTION = 8


@dataclass(frozen=True)
class PracticeLink:
    name: str
    url: str


@dataclass(frozen=True)
class Tied:
    """Practices tied to something; `all_url` leads to every one of them when there are more than `links`."""

    links: tuple[PracticeLink, ...]
    total: int
    all_url: str = ""

    @property
    def more(self) -> int:
        return self.total - len(self.links)


@dataclass(frozen=True)
class ActionLine:
    action: RoadmapAction
    stakes: tuple[str, ...]
    progress: tuple[str, ...]
    practices: Tied


@dataclass(frozen=True)
class Axis:
    number: int
    title: str
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True)
class Heading:
    """A priority or a mission with its practices."""

    number: int
    name: str
    practices: Tied


@dataclass(frozen=True)
class Team:
    """A team that the documents name, and the practices it is named for."""

    name: str
    practices: tuple[PracticeLink, ...]


@dataclass(frozen=True)
class Teams:
    """`expected`: proposed as support teams, to be confirmed; `carriers`: they do the practice, nobody named them support teams.

    `without` is how many practices have no team at all.
    """

    expected: tuple[Team, ...]
    carriers: tuple[Team, ...]
    without: int


def _tied(rows: Iterable[tuple[object, str, str, str]], most: int) -> dict[object, Tied]:
    """(what, title, short name, slug) of live practices → what → its first practices by name."""
    found: dict[object, list[PracticeLink]] = {}
    for what, title, short_name, slug in rows:
        found.setdefault(what, []).append(PracticeLink(short_name or title, practice_url(slug)))
    tied = {}
    for what, links in found.items():
        links.sort(key=lambda link: sort_key(link.name))
        tied[what] = Tied(tuple(links[:most]), len(links))
    return tied


def _rows(relation: str) -> QuerySet:
    return (
        PracticePage.objects.live()
        .order_by()
        .filter(**{f"{relation}__isnull": False})
        .values_list(relation, "title", "short_name", "slug")
    )


def _with_address(tied: Tied | None, url: str) -> Tied:
    return Tied(tied.links, tied.total, url) if tied else Tied((), 0, url)


def roadmap() -> list[Axis]:
    """The actions of the national roadmap, axis by axis, with their practices. Two queries."""
    tied = _tied(_rows("roadmap_actions"), PRACTICES_OF_AN_ACTION)
    axes: dict[int, list[ActionLine]] = {}
    for action in RoadmapAction.objects.filter(live=True):
        practices = _with_address(tied.get(action.pk), f"/pratiques/?action={action.number}")
        line = ActionLine(action, tuple(lines_of(action.stakes)), tuple(lines_of(action.progress)), practices)
        axes.setdefault(action.axis, []).append(line)
    return [Axis(number, AXES.get(number, ""), tuple(lines)) for number, lines in sorted(axes.items())]


def priorities() -> list[Heading]:
    """The priorities of territorial projects with their practices. Two queries."""
    tied = _tied(_rows("ptsm_priorities"), settings.LILITH["PAGE_SIZE"])
    return [
        Heading(one.number, one.name, _with_address(tied.get(one.pk), f"/pratiques/?priorite={one.number}"))
        for one in PtsmPriority.objects.all()
    ]


def missions() -> list[Heading]:
    """The missions of the « nouvel ambulatoire » with their practices. Two queries."""
    tied = _tied(_rows("missions"), settings.LILITH["PAGE_SIZE"])
    return [
        Heading(one.number, one.name, _with_address(tied.get(one.pk), f"/pratiques/?mission={one.number}"))
        for one in CareMission.objects.all()
    ]


def teams() -> Teams:
    """The teams that practices name, each once. Two queries."""
    rows = (
        PracticePage.objects.live()
        .exclude(support_team="")
        .order_by()
        .values_list("support_team_state", "support_team", "title", "short_name", "slug")
    )
    found: dict[str, dict[str, list[PracticeLink]]] = {TeamState.EXPECTED: {}, TeamState.CARRIER: {}}
    for state, name, title, short_name, slug in rows:
        by_name = found[TeamState.EXPECTED if state == TeamState.EXPECTED else TeamState.CARRIER]
        by_name.setdefault(name, []).append(PracticeLink(short_name or title, practice_url(slug)))

    def listed(state: str) -> tuple[Team, ...]:
        ordered = sorted(found[state].items(), key=lambda item: sort_key(item[0]))
        return tuple(Team(name, tuple(sorted(links, key=lambda link: sort_key(link.name)))) for name, links in ordered)

    without = PracticePage.objects.live().filter(support_team="").count()
    return Teams(listed(TeamState.EXPECTED), listed(TeamState.CARRIER), without)


@dataclass(frozen=True)
class Pair:
    """« Faire moins », « faire plus » : what is to be reduced, a practice that may take its place, and why."""

    less: PracticeLink
    more: PracticeLink
    why: str


def pairs() -> list[Pair]:
    """Every live pair, by what is to be reduced in the editors' order, then by practice. One query."""
    rows = (
        Replacement.objects.filter(what__live=True, practice__live=True, practice__is_demo=False)
        .order_by("what__path", "sort_order", "pk")
        .values_list(
            "what__path", "what__title", "what__slug", "practice__title", "practice__short_name", "practice__slug", "why"
        )
    )
    found = sorted(rows, key=lambda row: (row[0], sort_key(row[4] or row[3])))
    return [
        Pair(PracticeLink(what, f"/a-reduire/{what_slug}/"), PracticeLink(short_name or title, practice_url(slug)), why)
        for _path, what, what_slug, title, short_name, slug, why in found
    ]


def to_reduce() -> QuerySet[ToReducePage]:
    """What good practices may replace, in the editors' order, with `practices`, the number of those that may. One query."""
    return (
        ToReducePage.objects.live()
        .annotate(practices=Count("replaced_by", filter=Q(replaced_by__practice__live=True)))
        .order_by("path")
    )
