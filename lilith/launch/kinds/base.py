"""What a kind of content is, and what all kinds share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from pydantic import BaseModel

from lilith.foundation.models import LilithPage
from lilith.launch.columns import Column, Day, Sources
from lilith.launch.files import ContentFile

DATES = (Day("written_on", "created"), Day("updated_on", "updated"), Day("next_review_on", "next_review"), Sources("sources"))
FIGURE = ("value", "out_of", "label", "date")


@dataclass(frozen=True)
class Kind:
    """`folder` under `content/`; `parent` gives the address of the page under which a page of this kind stands."""

    folder: str
    label: str
    model: type[models.Model]
    schema: type[BaseModel]
    columns: tuple[Column, ...]
    parent: Callable[[ContentFile], str] | None = None
    slug: Callable[[ContentFile], str] = lambda file: file.content_id
    # What stands in one entry of the header and in several fields of the record, cut apart and put together again.
    prepare: Callable[[ContentFile], None] | None = None
    unprepare: Callable[[dict[str, Any], Any], None] | None = None
    # What a schema cannot see, as (place in the header, complaint).
    check: Callable[[ContentFile], Iterable[tuple[tuple[Any, ...], str]]] | None = None
    # A record that work on the site rests on: its file does not change it any more.
    locked: Callable[[Any], bool] = lambda record: False
    # Columns that came after sites were loaded: empty, they are not in the digest, which stays what those sites keep.
    added: frozenset[str] = frozenset()

    @property
    def is_page(self) -> bool:
        return issubclass(self.model, LilithPage)

    def values(self, file: ContentFile) -> dict[str, Any]:
        """The JSON value of each column as the file says it."""
        return {column.attr: column.parse(file) for column in self.columns}

    def current(self, record: Any) -> dict[str, Any]:
        """The JSON value of each column as the record holds it."""
        return {column.attr: column.read(record) for column in self.columns}

    def digest(self, values: dict[str, Any]) -> str:
        """SHA-256 of the values of a record's columns."""
        kept = {attr: value for attr, value in values.items() if value or attr not in self.added}
        return hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
