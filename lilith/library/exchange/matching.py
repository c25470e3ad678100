"""When two references are the same text: an identifier in common, else the same title, year and first author."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from lilith.foundation.fields import lines_of
from lilith.library.identifiers import hal_key
from lilith.library.names import is_others, read_name

WORDS = {
    "doi": "même DOI",
    "pmid": "même PMID",
    "hal": "même identifiant HAL",
    "isbn": "même ISBN et même titre",
    "text": "même titre, même année et même premier auteur",
}
Key = tuple[str, ...]


def plain(text: str) -> str:
    """Letters and figures only, without accents or capitals; all signs of a text that has neither."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in folded if sign.isalnum())
    return letters or "".join(text.split()).casefold()


def keys_of(values: Mapping[str, Any]) -> list[Key]:
    """What a publication is known by, the surest first. `values` are those of the fields of a Publication.

    A book and its chapters share an ISBN: alone it tells nothing.
    """
    found: list[Key] = []
    if values["doi"]:
        found.append(("doi", values["doi"].lower()))
    if values["pmid"]:
        found.append(("pmid", values["pmid"]))
    if values["hal_id"]:
        found.append(("hal", hal_key(values["hal_id"])))
    title = plain(values["title"])
    if values["isbn"]:
        found.append(("isbn", values["isbn"], title))
    names = [line for line in lines_of(values["authors"]) if not is_others(line)]
    first = read_name(names[0]) if names else None
    found.append(("text", title, str(values["year"] or ""), plain(first.literal or first.family) if first else ""))
    return found
