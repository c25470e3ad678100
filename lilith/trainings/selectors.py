"""Questions to the catalogue of trainings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from lilith.foundation.selectors import sort_key
from lilith.trainings.enums import DatesState, Family
from lilith.trainings.models import Course

CATALOGUE = "/formations/"
FREE = "gratuites"
# Words of a type → family, the first that is found; a training of another type is a plain course.
_FAMILY_WORDS = (
    (Family.PROJECT, ("projet",)),
    (Family.DIPLOMA, ("diplôme", "licence", "master", "doctorat")),
    (Family.MEETING, ("webinaire", "visioconférence", "conférence")),
    (Family.ONLINE, ("mooc", "e-learning", "en ligne", "podcast")),
)
_FAMILY_ORDER = {family: place for place, family in enumerate(Family)}
_ICONS = {
    Family.DIPLOMA: "graduation-cap",
    Family.COURSE: "users",
    Family.ONLINE: "globe",
    Family.MEETING: "video",
    Family.PROJECT: "sprout",
}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# What has begun and goes on is not past.
_GOES_ON = re.compile(r"\bdepuis\b", re.IGNORECASE)


@dataclass(frozen=True)
class Group:
    """A way into the catalogue: words, code, address, number of trainings, pictogram."""

    name: str
    slug: str
    url: str
    count: int
    icon: str


def live_courses() -> QuerySet[Course]:
    """Trainings that the public sees."""
    return Course.objects.filter(live=True)


def family_of(*, course_type: str) -> Family:
    """The family of a type in words: « licence professionnelle » → diplomas."""
    words = course_type.casefold()
    return next((family for family, marks in _FAMILY_WORDS if any(mark in words for mark in marks)), Family.COURSE)


def family_icon(*, family: Family) -> str:
    """The pictogram of a family."""
    return _ICONS[family]


def dates_state(*, dates: Iterable[str], state: str, today: date) -> DatesState:
    """What to say of dates in words, and of the year in which the information was true, on `today`.

    A year before this one is past. A line such as « depuis 2018 » may go on: it is to be checked.
    """
    lines = [line for line in dates if line.strip()]
    years = [int(year) for line in lines for year in _YEAR.findall(line)]
    if not years:
        return DatesState.PAST if lines and _is_past(_YEAR.findall(state), today) else DatesState.UNKNOWN
    if any(_GOES_ON.search(line) for line in lines) or max(years) >= today.year:
        return DatesState.TO_CHECK
    return DatesState.PAST


def _is_past(years: list[str], today: date) -> bool:
    return bool(years) and max(map(int, years)) < today.year


def _order(course: Course) -> tuple[int, str]:
    return _FAMILY_ORDER[family_of(course_type=course.type)], sort_key(course.title)


def catalogue(*, family: str = "", free_only: bool = False) -> list[Course]:
    """The trainings, family by family then by title; one family or the free ones only, if asked."""
    courses = live_courses().filter(free=True) if free_only else live_courses()
    rows = [course for course in courses if not family or family_of(course_type=course.type) == family]
    return sorted(rows, key=_order)


def by_family(*, courses: Iterable[Course]) -> list[tuple[Family, str, list[Course]]]:
    """(family, pictogram, its trainings) of a list that is in the order of `catalogue`."""
    groups = groupby(courses, key=lambda course: family_of(course_type=course.type))
    return [(family, _ICONS[family], list(rows)) for family, rows in groups]


def groups() -> list[Group]:
    """The families that hold a training, then the free trainings if there are any."""
    rows = list(live_courses().values_list("type", "free"))
    counts = Counter(family_of(course_type=course_type) for course_type, _ in rows)
    found = [
        Group(str(family.label), family.value, f"{CATALOGUE}type-{family.value}/", counts[family], _ICONS[family])
        for family in Family
        if counts[family]
    ]
    free = sum(1 for _, is_free in rows if is_free)
    return [*found, Group("Gratuites", FREE, f"{CATALOGUE}{FREE}/", free, "check")] if free else found


def neighbours(*, course: Course) -> tuple[Course | None, Course | None]:
    """The trainings before and after one in the catalogue."""
    rows = sorted(live_courses().only("slug", "title", "type"), key=_order)
    place = [row.pk for row in rows].index(course.pk)
    return (rows[place - 1] if place else None), (rows[place + 1] if place + 1 < len(rows) else None)
