"""France, département by département: how many places the documents name in each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lilith.foundation.selectors import sort_key
from lilith.practices.enums import SiteScope, SiteState
from lilith.practices.models import KnownSite
from lilith.practices.selectors.near import ADDRESS, area_of
from lilith.territories.models import Departement, Region

# From so many known places on, a département has the next shade of the map.
STEPS = (1, 2, 4)
OVERSEAS = "Outre-mer"


@dataclass(frozen=True)
class DepartementCount:
    """A département with the number of places that the documents name in it; `step` is its shade, from 0 to 3."""

    departement: Departement
    places: int

    @property
    def step(self) -> int:
        return sum(self.places >= least for least in STEPS)

    @property
    def url(self) -> str:
        return f"{ADDRESS}departement/{self.departement.slug}/"


@dataclass(frozen=True)
class RegionCount:
    """A region with its départements; overseas ones stand together under one name, without an address."""

    name: str
    url: str
    departements: tuple[DepartementCount, ...]


@dataclass(frozen=True)
class Country:
    """Every département, region by region (overseas last), and how many practices cover all of France."""

    regions: tuple[RegionCount, ...]
    everywhere: int
    departements: tuple[DepartementCount, ...] = field(default=())

    @property
    def places(self) -> int:
        return sum(one.places for one in self.departements)


def country() -> Country:
    """How many places are known in each département, stopped ones left out. A region alone in its département lends it its own.

    Two queries.
    """
    rows = (
        KnownSite.objects.order_by()
        .filter(practice__live=True)
        .exclude(state=SiteState.STOPPED)
        .exclude(scope=SiteScope.ABROAD)
        .values_list("departement", "region", "scope", "practice")
    )
    places: Counter[str] = Counter()
    of_region: Counter[str] = Counter()
    everywhere = set()
    for departement, region, scope, practice in rows:
        if scope == SiteScope.FRANCE:
            everywhere.add(practice)
        elif departement:
            places[departement] += 1
        elif region:
            of_region[region] += 1
    by_region: dict[str, tuple[Region, list[DepartementCount]]] = {}
    for departement in Departement.objects.select_related("region"):
        region = departement.region
        number = places[departement.code] + (of_region[region.code] if departement.slug == region.slug else 0)
        name = OVERSEAS if region.overseas else region.name
        by_region.setdefault(name, (region, []))[1].append(DepartementCount(departement, number))
    ordered = sorted(by_region.items(), key=lambda item: (item[0] == OVERSEAS, sort_key(item[0])))
    regions = tuple(
        RegionCount(name, "" if name == OVERSEAS else area_of(region).url, tuple(counts)) for name, (region, counts) in ordered
    )
    every = sorted((one for region in regions for one in region.departements), key=lambda one: one.departement.code)
    return Country(regions, len(everywhere), tuple(every))
