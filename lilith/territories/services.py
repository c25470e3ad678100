"""Loading of the reference geography, and import of the territories of PTSM."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO

from django.core.exceptions import ValidationError
from django.db import transaction

from lilith.territories.models import Departement, PtsmTerritory, Region
from lilith.territories.reference import reference_rows


@transaction.atomic
def load_reference_geography() -> tuple[int, int]:
    """Write regions and départements from the files of this room; running it again changes nothing.

    Returns the number of regions and of départements.
    """
    regions = [
        Region(code=r["code"], name=r["name"], slug=r["slug"], overseas=r["overseas"] == "1") for r in reference_rows("regions")
    ]
    Region.objects.bulk_create(
        regions, update_conflicts=True, unique_fields=["code"], update_fields=["name", "slug", "overseas"]
    )
    departements = [
        Departement(code=d["code"], name=d["name"], slug=d["slug"], region_id=d["region"], overseas=d["overseas"] == "1")
        for d in reference_rows("departements")
    ]
    Departement.objects.bulk_create(
        departements, update_conflicts=True, unique_fields=["code"], update_fields=["name", "slug", "region", "overseas"]
    )
    return len(regions), len(departements)


COLUMNS = ("code", "nom", "departements", "partiel", "source")
YES, NO = {"1", "oui"}, {"", "0", "non"}


class TerritoryImportError(Exception):
    """Lines of a file that cannot be imported; `problems` says each, with its number. Nothing was written."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class ImportResult:
    """How many territories an import made, changed, and left as they were."""

    made: int
    changed: int
    same: int


@transaction.atomic
def import_ptsm_territories(*, text: str) -> ImportResult:
    """Write the territories of a CSV text (`COLUMNS`; « , » or « ; »; several départements separated by spaces).

    A territory is known by its code. Those absent from the file stay. Everything is written, or nothing:
    raises TerritoryImportError with every line that is wrong.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    head = lines[0] if lines else ""
    reader = csv.DictReader(StringIO("\n".join(lines)), delimiter=";" if head.count(";") > head.count(",") else ",")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise TerritoryImportError([f"Ligne 1\u00a0: il manque {', '.join(missing)}."])
    known = {row.pk: row for row in PtsmTerritory.objects.prefetch_related("departements")}
    departements = {row.code: row for row in Departement.objects.all()}
    problems: list[str] = []
    seen: set[str] = set()
    made = changed = same = 0
    for row in reader:
        values = {name: (row[name] or "").strip() for name in COLUMNS}
        codes = values["departements"].upper().split()
        wrong = _problems(values, codes, departements, seen)
        seen.add(values["code"])
        territory = known.get(values["code"]) or PtsmTerritory(code=values["code"])
        before = (territory.name, territory.partial, territory.source)
        territory.name, territory.source = values["nom"], values["source"]
        territory.partial = values["partiel"].lower() in YES
        if not wrong:
            try:
                territory.full_clean(validate_unique=values["code"] not in known)
            except ValidationError as error:
                wrong = error.messages
        if wrong:
            problems += [f"Ligne {reader.line_num}\u00a0: {words}" for words in wrong]
            continue
        new = values["code"] not in known
        present = set() if new else {row.code for row in territory.departements.all()}
        if not new and before == (territory.name, territory.partial, territory.source) and present == set(codes):
            same += 1
            continue
        territory.save(force_insert=new)
        territory.departements.set([departements[code] for code in codes])
        made, changed = made + new, changed + (not new)
    if problems:
        raise TerritoryImportError(problems)
    return ImportResult(made, changed, same)


def _problems(values: dict[str, str], codes: list[str], departements: dict[str, Departement], seen: set[str]) -> list[str]:
    found = [f"«\u00a0{name}\u00a0» est vide." for name in ("code", "nom", "departements", "source") if not values[name]]
    if values["code"] in seen:
        found.append(f"le code {values['code']} est déjà plus haut.")
    if values["partiel"].lower() not in YES | NO:
        found.append("«\u00a0partiel\u00a0» doit être oui ou non.")
    unknown = [code for code in codes if code not in departements]
    return found + ([f"département inconnu\u00a0: {', '.join(unknown)}."] if unknown else [])
