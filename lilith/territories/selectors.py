"""Questions to the reference geography that need no database."""

from lilith.territories.reference import reference_rows


def region_codes() -> set[str]:
    """INSEE codes of the 18 regions."""
    return {row["code"] for row in reference_rows("regions")}


def departement_codes() -> set[str]:
    """INSEE codes of the 101 départements."""
    return {row["code"] for row in reference_rows("departements")}
