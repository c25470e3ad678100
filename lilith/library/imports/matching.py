"""Which publication, or which row before it, a reference may be the same as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lilith.library.exchange.matching import Key, keys_of
from lilith.library.models import Publication

FIELDS = ("doi", "pmid", "hal_id", "isbn", "title", "year", "authors")


@dataclass(frozen=True, slots=True)
class Match:
    """What a reference may be the same as: a publication (its pk) or a row (its number). `reason` is a key of `matching.WORDS`."""

    reason: str
    publication: int | None = None
    row: int | None = None


@dataclass(slots=True)
class Known:
    """What is known of by its keys."""

    publications: dict[Key, int] = field(default_factory=dict)
    rows: dict[Key, int] = field(default_factory=dict)

    def find(self, values: Mapping[str, Any]) -> Match | None:
        """What the values of a publication may be the same as; what the library holds comes first, then the surest key."""
        keys = keys_of(values)
        for key in keys:
            if key in self.publications:
                return Match(key[0], publication=self.publications[key])
        for key in keys:
            if key in self.rows:
                return Match(key[0], row=self.rows[key])
        return None

    def add(self, values: Mapping[str, Any], *, row: int) -> None:
        """Remember a row, for those that follow."""
        for key in keys_of(values):
            self.rows.setdefault(key, row)


def known_publications() -> Known:
    """Everything the library holds, drafts included."""
    known = Known()
    for pk, *values in Publication.objects.order_by("pk").values_list("pk", *FIELDS).iterator(chunk_size=2000):
        for key in keys_of(dict(zip(FIELDS, values, strict=True))):
            known.publications.setdefault(key, pk)
    return known
