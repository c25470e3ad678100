"""What a reader's words name: a département or a region, by its name, its number, a postcode or a town."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from lilith.accounts.models import Organisation
from lilith.practices.models import KnownSite
from lilith.practices.selectors.facets import folded
from lilith.practices.selectors.near import Area, area_of
from lilith.territories.models import Departement

LONGEST_PLACE = 80
NEAREST = 5
LIKELY = 80
_COMMUNES = Path(__file__).parents[1] / "mapping" / "communes.csv"
# Everyday names of regions, by INSEE code.
_REGION_NICKNAMES = {"paca": "93", "idf": "11", "hdf": "32", "aura": "84", "bfc": "27"}
_LITTLE_WORDS = {"le", "la", "les", "l", "de", "du", "des", "d", "en", "departement", "region", "a", "au"}


@dataclass(frozen=True)
class PlaceFound:
    """What some words name. `areas`: one when it is sure, several when the reader must choose; `guesses`: close spellings."""

    areas: tuple[Area, ...] = ()
    guesses: tuple[Area, ...] = ()


def find_place(text: str) -> PlaceFound:
    """The départements or regions that `text` names: a name, a number, a postcode or its start, a town.

    Towns are those of 5,000 people and more, and those where a practice or an organisation is known. Never raises.
    """
    words = _plain(text[:LONGEST_PLACE])
    if not words:
        return PlaceFound()
    departements = list(Departement.objects.select_related("region"))
    by_code = {one.code: one for one in departements}
    digits = text.replace(" ", "").upper()
    if re.fullmatch(r"\d{2,5}|2[AB]", digits):
        codes = _codes_of_postcode(digits)
        return PlaceFound(tuple(area_of(by_code[code]) for code in codes if code in by_code))
    regions = {one.region_id: one.region for one in departements}
    named: dict[str, list[Area]] = {}
    for region in regions.values():
        named[_plain(region.name)] = [area_of(region)]
    named.update({nickname: [area_of(regions[code])] for nickname, code in _REGION_NICKNAMES.items() if code in regions})
    for departement in departements:
        # A département that is a region too is shown as a département: it says the same and more.
        named[_plain(departement.name)] = [area_of(departement)]
    if words in named:
        return PlaceFound(tuple(named[words]))
    towns = dict(_communes())
    for town, code in _known_towns():
        towns[town] = towns.get(town, frozenset()) | {code}
    codes_found = towns.get(words) or frozenset().union(*(codes for town, codes in towns.items() if _holds(town, words)))
    begun = [areas[0] for name, areas in named.items() if _holds(name, words)]
    areas = [area_of(by_code[code]) for code in sorted(codes_found) if code in by_code]
    if areas and words in towns:
        return PlaceFound(tuple(areas))
    found = list({area.url: area for area in [*begun, *areas]}.values())
    if found:
        return PlaceFound(tuple(found[:12]))
    return _guess(words, named, towns, by_code)


def _guess(
    words: str, named: dict[str, list[Area]], towns: dict[str, frozenset[str]], by_code: dict[str, Departement]
) -> PlaceFound:
    close = process.extract(words, [*named, *towns], scorer=fuzz.ratio, limit=NEAREST, score_cutoff=LIKELY)
    guesses: dict[str, Area] = {}
    for name, _score, _index in close:
        for area in named.get(name) or [area_of(by_code[code]) for code in sorted(towns.get(name, ())) if code in by_code]:
            guesses.setdefault(area.url, area)
    return PlaceFound(guesses=tuple(guesses.values())[:NEAREST])


def _plain(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", folded(text))
    short = {"st": "saint", "ste": "sainte"}
    # « Lyon 3e », « Bordeaux cedex » : the town without its district.
    if len(words) > 1:
        words = [word for word in words if word != "cedex" and not re.fullmatch(r"\d{1,2}(er?|eme)?", word)] or words
    kept = [short.get(word, word) for word in words if word not in _LITTLE_WORDS]
    return " ".join(kept or words)


def _holds(name: str, words: str) -> bool:
    """True when `words` stand in `name` as whole words."""
    return len(words) > 2 and f" {words} " in f" {name} "


def _codes_of_postcode(digits: str) -> list[str]:
    if digits.startswith("20") and len(digits) > 2:
        return ["2A"] if digits[2] in "01" else ["2B"]
    if digits == "20":
        return ["2A", "2B"]
    if digits.startswith("97"):
        return [digits[:3]] if len(digits) > 2 else ["971", "972", "973", "974", "976"]
    return [digits[:2]]


@cache
def _communes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    with _COMMUNES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(_plain(row["name"]), set()).add(row["departement"])
    return {name: frozenset(codes) for name, codes in found.items()}


def _known_towns() -> list[tuple[str, str]]:
    """(town, département) of known sites and organisations."""
    sites = (
        KnownSite.objects.order_by().filter(practice__live=True).exclude(departement=None).values_list("place", "departement")
    )
    cities = (
        Organisation.objects.order_by()
        .filter(live=True)
        .exclude(departement=None)
        .exclude(city="")
        .values_list("city", "departement")
    )
    return [(_plain(name), code) for name, code in [*sites, *cities]]
