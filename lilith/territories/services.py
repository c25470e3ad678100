"""Loading of the reference geography."""

from __future__ import annotations

from django.db import transaction

from lilith.territories.models import Departement, Region
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
