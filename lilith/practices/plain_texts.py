"""The plainest text of a practice, its level 1, for readers who say whether they understand it; for whom each text is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from lilith.foundation.selectors import text_of
from lilith.foundation.slots import PlainText, PlainTextSource, ProseFields
from lilith.practices.models import PathwayPage, PracticePage, ThemePage, ToReducePage
from lilith.practices.models.practice import LEVELS
from lilith.practices.selectors.cards import practice_url

_ITEM = re.compile(r"<li\b[^>]*>")
_BEFORE_MARK = re.compile(r" (?=[:;?!»])")


def plain_text_of(page: Any) -> PlainText | None:
    """Level 1 of a practice as the public reads it; None for a page that is not public."""
    if not page.live:
        return None
    parts = []
    for name, title in LEVELS[1]:
        text = typed(text_of(_ITEM.sub("<li>– ", getattr(page, name) or "")))
        if text:
            parts.append(f"{title}\n{text}")
    return PlainText(uuid=page.uuid, title=page.title, url=practice_url(page.slug), text="\n\n".join(parts))


def typed(text: str) -> str:
    """A plain text with its non-breaking spaces again: no line begins with « ? »."""
    return _BEFORE_MARK.sub("\u00a0", text).replace("« ", "«\u00a0")


def find(uuid: UUID) -> PlainText | None:
    """The level 1 of the public practice with this id. One query."""
    fields = [name for name, _title in LEVELS[1]]
    page = PracticePage.objects.live().public().filter(uuid=uuid).only("uuid", "title", "slug", "live", *fields).first()
    return plain_text_of(page) if page is not None else None


def titles() -> Iterable[tuple[UUID, str]]:
    """Every public practice, by title."""
    return list(PracticePage.objects.live().public().order_by("title").values_list("uuid", "title"))


SOURCE = PlainTextSource(model=PracticePage, text_of=plain_text_of, find=find, titles=titles)

# The three levels of reading: professionals read levels 3 to 5 of a practice.
_LEVELS = {name: min(level, 3) for level, sections in LEVELS.items() for name, _title in sections}
PROSE = (
    ProseFields(
        model=PracticePage,
        levels={**_LEVELS, "falc_text": 1},
        unknown=frozenset({"unknown", "not_known"}),
        easy_to_read=frozenset({"falc_text"}),
    ),
    *(ProseFields(model=model, levels={"body": 1}) for model in (PathwayPage, ThemePage, ToReducePage)),
)
