"""Near me: what the documents say exists in a département or a region, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from lilith.accounts.models import Organisation
from lilith.foundation.selectors import sort_key
from lilith.practices.enums import SiteScope, SiteState
from lilith.practices.models import KnownSite, PracticePage
from lilith.territories.models import Departement, Region

ADDRESS = "/pres-de-chez-moi/"
COMING = {SiteState.AUTHORISED, SiteState.PLANNED, SiteState.CONSIDERED}


@dataclass(frozen=True)
class Area:
    """A département or a region. `region` is its own for a region."""

    code: str
    name: str
    slug: str
    region: Region
    is_region: bool

    @property
    def url(self) -> str:
        return f"{ADDRESS}{'region' if self.is_region else 'departement'}/{self.slug}/"

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def title(self) -> str:
        return self.label

    @property
    def is_alone(self) -> bool:
        """True when region and département are one and the same place, as overseas."""
        return self.slug == self.region.slug

    @property
    def label(self) -> str:
        return self.name if self.is_region else f"{self.name} ({self.code})"


def area_of(place: Departement | Region) -> Area:
    """The same place, with its address."""
    if isinstance(place, Region):
        return Area(place.code, place.name, place.slug, place, True)
    return Area(place.code, place.name, place.slug, place.region, False)


@dataclass(frozen=True)
class LocalPractice:
    """A practice with the places of it that matter here."""

    practice: PracticePage
    sites: tuple[KnownSite, ...]


@dataclass(frozen=True)
class Group:
    """Practices under one heading. `total` may exceed the number of `practices` shown."""

    practices: tuple[LocalPractice, ...] = ()
    total: int = 0

    def __bool__(self) -> bool:
        return bool(self.practices)


@dataclass(frozen=True)
class Near:
    """What is known of an area. `elsewhere`: known somewhere in France, not here; `nowhere`: without any known place."""

    area: Area
    here: Group
    in_region: Group
    in_france: Group
    coming: Group
    stopped: Group
    nowhere: Group
    elsewhere: Group
    organisations: tuple[Organisation, ...] = ()
    region_organisations: tuple[Organisation, ...] = ()

    @property
    def is_silent(self) -> bool:
        """True when the documents name no place of this area."""
        return not (self.here or self.in_region or self.coming or self.stopped)


def near(*, area: Area) -> Near:
    """Everything that is known of `area`, group by group, each at most a page long. Six queries."""
    sites = list(_sites_about(area))
    here: list[KnownSite] = []
    region: list[KnownSite] = []
    france: list[KnownSite] = []
    coming: list[KnownSite] = []
    stopped: list[KnownSite] = []
    for site in sites:
        if site.state == SiteState.STOPPED:
            stopped.append(site)
        elif site.state in COMING:
            coming.append(site)
        elif site.scope == SiteScope.FRANCE:
            france.append(site)
        elif site.scope == SiteScope.REGION and not (area.is_region or area.is_alone):
            region.append(site)
        else:
            here.append(site)
    known_here = {site.practice_id for site in sites}
    placed = KnownSite.objects.order_by().exclude(scope__in=[SiteScope.ABROAD, SiteScope.UNKNOWN])
    elsewhere = placed.exclude(state=SiteState.STOPPED).exclude(practice__in=known_here).values("practice")
    nowhere = PracticePage.objects.exclude(pk__in=placed.values("practice"))
    organisations = list(_organisations_about(area))
    local = [one for one in organisations if area.is_region or area.is_alone or one.departement_id == area.code]
    return Near(
        area=area,
        here=_group(here),
        in_region=_group(region),
        in_france=_group(france),
        coming=_group(coming),
        stopped=_group(stopped),
        nowhere=_names(nowhere),
        elsewhere=_names(PracticePage.objects.filter(pk__in=elsewhere)),
        organisations=tuple(local[: _page_size()]),
        region_organisations=tuple(one for one in organisations if one not in local)[: _page_size()],
    )


def _page_size() -> int:
    return int(settings.LILITH["PAGE_SIZE"])


def _sites_about(area: Area) -> QuerySet[KnownSite]:
    if area.is_region:
        inside = Q(departement__region=area.region) | Q(departement=None, region=area.region)
    else:
        inside = Q(departement=area.code) | Q(departement=None, region=area.region)
    return (
        KnownSite.objects.filter(inside | Q(scope=SiteScope.FRANCE), practice__live=True)
        .exclude(scope=SiteScope.ABROAD)
        .select_related("practice", "departement")
        .only(
            "place", "scope", "state", "since", "note", "departement", "region", "sort_order",
            "practice__title", "practice__short_name", "practice__slug", "practice__summary", "practice__url_path",
        )
        .order_by("sort_order")
    )  # fmt: skip


def _organisations_about(area: Area) -> QuerySet[Organisation]:
    inside = Q(region=area.region) | Q(departement__region=area.region)
    return (
        Organisation.objects.filter(inside, live=True)
        .select_related("departement")
        .only("name", "short_name", "slug", "city", "type_label", "location_inferred", "departement", "departement__name")
        .order_by("name")
    )


def _group(sites: Iterable[KnownSite]) -> Group:
    by_practice: dict[int, list[KnownSite]] = {}
    for site in sites:
        by_practice.setdefault(site.practice_id, []).append(site)
    found = [LocalPractice(places[0].practice, tuple(places)) for places in by_practice.values()]
    found.sort(key=lambda one: sort_key(one.practice.title))
    return Group(tuple(found[: _page_size()]), len(found))


def _names(practices: QuerySet[PracticePage]) -> Group:
    rows = practices.filter(live=True).only("title", "short_name", "slug", "url_path")
    found = sorted(rows, key=lambda practice: sort_key(practice.display_name))
    return Group(tuple(LocalPractice(practice, ()) for practice in found[: 2 * _page_size()]), len(found))


@dataclass(frozen=True)
class Neighbourhood:
    """The areas before and after one in the list, those beside it in its region, and the day of the last change of a practice."""

    previous: Area | None
    following: Area | None
    siblings: tuple[Area, ...]
    updated_on: date | None


def neighbourhood(*, area: Area) -> Neighbourhood:
    """What stands around an area. Two queries."""
    departements = [area_of(one) for one in Departement.objects.select_related("region")]
    if area.is_region:
        regions = {one.region.code: area_of(one.region) for one in departements if not one.is_alone}
        row = sorted(regions.values(), key=lambda one: sort_key(one.name))
        siblings = [one for one in departements if one.region.code == area.code]
    else:
        row = departements
        siblings = [one for one in departements if one.region.code == area.region.code and one.code != area.code]
    place = next(index for index, one in enumerate(row) if one.code == area.code)
    updated = PracticePage.objects.live().aggregate(last=Max("updated_on"))["last"]
    return Neighbourhood(
        row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None, tuple(siblings), updated
    )
