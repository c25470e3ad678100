"""The files of the reference geography, as rows: no database needed."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def reference_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `regions` or `departements`. Raises FileNotFoundError for another name."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
