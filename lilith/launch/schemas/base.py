"""What every header shares."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Count = Annotated[int, Field(ge=0, le=2_000_000_000)]


Text = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value), Field(min_length=1)]


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]


# A year, a month or a day.
Moment = Annotated[str, BeforeValidator(str), Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


Web = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Source(Strict):
    """A place in a source document: its code and a few words to look for there."""

    doc: Annotated[str, Field(pattern=r"^s[0-4]$")]
    near: Text


class Record(Strict):
    """What every record says: when it was written, last changed, and when it is read again."""

    created: date
    updated: date
    next_review: date
    sources: list[Source] = []

    @model_validator(mode="after")
    def dates_in_order(self) -> Record:
        if not self.created <= self.updated < self.next_review:
            raise ValueError("les dates doivent se suivre : created ≤ updated < next_review")
        return self


class KeyFigure(Strict):
    value: Text
    out_of: Text | None = None
    label: Text
    date: Text | None = None
