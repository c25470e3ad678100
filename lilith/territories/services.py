"""Loading of the reference geography."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from lilith.territories.models import Departement, Region

DATA = Path(__file__).parent / "data"


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@transaction.atomic
def load_reference_geography() -> tuple[int, int]:
    """Write regions and départements from the files of this room; running it again changes nothing.

    Returns the number of regions and of départements.
    """
    regions = [Region(code=r["code"], name=r["name"], slug=r["slug"], overseas=r["overseas"] == "1") for r in _rows("regions.csv")]
    Region.objects.bulk_create(regions, update_conflicts=True, unique_fields=["code"], update_fields=["name", "slug", "overseas"])
    departements = [
        Departement(code=d["code"], name=d["name"], slug=d["slug"], region_id=d["region"], overseas=d["overseas"] == "1")
        for d in _rows("departements.csv")
    ]
    Departement.objects.bulk_create(
        departements, update_conflicts=True, unique_fields=["code"], update_fields=["name", "slug", "region", "overseas"]
    )
    return len(regions), len(departements)
