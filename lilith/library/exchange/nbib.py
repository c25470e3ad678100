"""PubMed's own format (nbib): a tag of four signs, a hyphen, and lines that go on under six spaces."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from lilith.library.enums import PublicationType as Type
from lilith.library.exchange.reading import LONGEST_RECORD, Read, read_raw
from lilith.library.exchange.reference import Reference, identifiers_of_addresses, type_of
from lilith.library.names import Name, initials, read_name

_TAG = re.compile(r"^([A-Z]{2,4}) {0,2}- ?(.*)$")
_TYPES = {"Preprint": Type.PREPRINT, "Book": Type.BOOK, "Book Chapter": Type.CHAPTER, "Practice Guideline": Type.RECOMMENDATION}
_CODES = {Type.PREPRINT: "Preprint", Type.BOOK: "Book", Type.CHAPTER: "Book Chapter", Type.ARTICLE: "Journal Article"}
_LANGUAGES = {"fr": "fre", "en": "eng", "de": "ger", "es": "spa", "it": "ita", "nl": "dut", "pt": "por"}

Fields = list[tuple[str, str]]


def read(lines: Iterable[tuple[int, str]]) -> Iterator[Read]:
    """Every reference of an nbib text."""
    record: Fields = []
    start = size = 0
    stray = False
    for number, line in lines:
        match = _TAG.match(line)
        if match and match[1] == "PMID":
            if record:
                yield _read(start, record)
            record, start, size, stray = [("PMID", match[2].strip())], number, 0, False
        elif not line.strip():
            continue
        elif not record:
            if not stray:
                yield Read(
                    number, error="Ce texte est hors de toute référence\u00a0: une référence commence par «\u00a0PMID-\u00a0»."
                )
            stray = True
        else:
            size += len(line)
            if size > LONGEST_RECORD:
                yield Read(start, error="Cette référence est trop longue\u00a0: le fichier est sans doute abîmé.")
                record, stray = [], True
            elif match:
                record.append((match[1], match[2].strip()))
            else:
                tag, value = record[-1]
                # A long text comes in many short lines: joined at the end, not one by one.
                record.append((f"+{tag.lstrip('+')}", line.strip()))
    if record:
        yield _read(start, record)


def _joined(record: Fields) -> Fields:
    found: list[tuple[str, list[str]]] = []
    for tag, value in record:
        if tag.startswith("+"):
            found[-1][1].append(value)
        else:
            found.append((tag, [value]))
    return [(tag, " ".join(parts)) for tag, parts in found]


def _read(line: int, record: Fields) -> Read:
    fields = _joined(record)
    found: dict[str, list[str]] = defaultdict(list)
    for tag, value in fields:
        if value:
            found[tag].append(value)
    if not found["TI"] and not found["BTI"]:
        return Read(line, error="Le titre (TI) manque.")
    return read_raw(line, _raw(fields, found))


def _raw(fields: Fields, found: dict[str, list[str]]) -> dict[str, Any]:
    def first(*tags: str) -> str:
        return next((found[tag][0] for tag in tags if found.get(tag)), "")

    person = "FAU" if found.get("FAU") else "AU"
    kind = next((kind for label in found["PT"] if (kind := type_of(label, _TYPES, label)) != Type.OTHER), "")
    raw: dict[str, Any] = {
        "type": kind or (Type.BOOK if found["BTI"] and not found["TI"] else Type.ARTICLE if first("JT", "TA") else Type.OTHER),
        "title": first("TI", "BTI"),
        "authors": [_name(tag, value) for tag, value in fields if value and tag in {person, "CN"}],
        "year": first("DP"),
        "journal": first("JT", "TA") or (first("BTI") if found["TI"] else ""),
        "publisher": first("PB"),
        "volume": first("VI"),
        "issue": first("IP"),
        "pages": first("PG"),
        "pmid": first("PMID"),
        "isbn": re.sub(r"\s*\(.*\)$", "", first("ISBN")),
        "issn": re.sub(r"\s*\(.*\)$", "", first("IS")),
        "language": first("LA"),
        "abstract": first("AB"),
        "doi": next((v[: -len("[doi]")].strip() for v in [*found["LID"], *found["AID"]] if v.endswith("[doi]")), ""),
    }
    identifiers_of_addresses(raw, found["URL"])
    return raw


def _name(tag: str, value: str) -> Name:
    if tag == "CN":
        return Name(literal=value)
    if "," in value:
        return read_name(value)
    # « Whiteford HA »
    family, _, letters = value.rpartition(" ")
    return (
        Name(family=family, given=" ".join(f"{sign}." for sign in letters))
        if family and letters.isupper()
        else read_name(value)
    )


def write(reference: Reference) -> str:
    """One reference as nbib; a text that PubMed does not know has an empty number."""
    rows: Fields = [("TI", reference.title)]
    for name in reference.authors:
        if name.literal:
            rows.append(("CN", name.literal))
        else:
            rows += [
                ("FAU", name.line),
                ("AU", f"{name.family} {initials(name.given).replace('.', '').replace('-', '')}".strip()),
            ]
    rows += [
        ("CN", "et coll." if reference.others else ""),
        ("DP", str(reference.year or "")),
        ("JT", reference.journal),
        ("PB", reference.publisher),
        ("VI", reference.volume),
        ("IP", reference.issue),
        ("PG", reference.pages),
        ("ISBN", reference.isbn),
        ("IS", reference.issn),
        ("LID", f"{reference.doi} [doi]" if reference.doi else ""),
        ("URL", reference.url),
        ("URL", f"https://hal.science/{reference.hal_id}" if reference.hal_id else ""),
        ("LA", _LANGUAGES.get(reference.language, reference.language)),
        ("PT", reference.genre),
        ("PT", _CODES.get(Type(reference.type), "")),
        ("AB", reference.abstract),
    ]
    body = "".join(f"{tag:<4}- {' '.join(value.split())}\r\n" for tag, value in rows if value)
    return f"PMID- {reference.pmid}\r\n{body}\r\n"
