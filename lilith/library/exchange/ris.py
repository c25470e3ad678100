"""RIS: read with rispy, record by record, so that a broken one costs only itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import rispy

from lilith.library.enums import PublicationType as Type
from lilith.library.exchange.reading import LONGEST_RECORD, Read, read_raw
from lilith.library.exchange.reference import Reference, identifiers_of_addresses, type_of
from lilith.library.names import read_name

_TYPES = {
    "JOUR": Type.ARTICLE, "EJOUR": Type.ARTICLE, "MGZN": Type.ARTICLE, "NEWS": Type.ARTICLE, "ABST": Type.ARTICLE,
    "JFULL": Type.ARTICLE, "INPR": Type.ARTICLE, "RPRT": Type.REPORT, "GOVDOC": Type.REPORT, "BOOK": Type.BOOK,
    "EBOOK": Type.BOOK, "EDBOOK": Type.BOOK, "CHAP": Type.CHAPTER, "ECHAP": Type.CHAPTER, "THES": Type.THESIS,
    "CONF": Type.CONFERENCE, "CPAPER": Type.CONFERENCE, "UNPB": Type.PREPRINT, "STAT": Type.LAW, "LEGAL": Type.LAW,
    "BILL": Type.LAW, "STAND": Type.RECOMMENDATION,
}  # fmt: skip
_CODES = {
    Type.ARTICLE: "JOUR", Type.REPORT: "RPRT", Type.GUIDE: "RPRT", Type.BOOK: "BOOK", Type.CHAPTER: "CHAP",
    Type.THESIS: "THES", Type.CONFERENCE: "CPAPER", Type.PREPRINT: "UNPB", Type.LAW: "STAT", Type.RECOMMENDATION: "STAND",
    Type.STUDY: "RPRT", Type.DOCUMENT: "GEN", Type.OTHER: "GEN",
}  # fmt: skip
_TAG = re.compile(r"^\s?([A-Z][A-Z0-9]) {0,2}-(?: (.*)|$)")
_BOOKS = {Type.BOOK, Type.CHAPTER, Type.THESIS, Type.REPORT}
_INDEXES = {"pubmed", "medline"}


def read(lines: Iterable[tuple[int, str]]) -> Iterator[Read]:
    """Every reference of a RIS text, and what stands outside any."""
    record: list[str] = []
    start = size = 0
    stray = 0
    for number, line in lines:
        match = _TAG.match(line)
        tag, value = (match[1], match[2] or "") if match else ("", "")
        if tag == "TY":
            if record:
                yield _read(start, record, ("La fin de la référence (ER) manque.",))
            record, start, size, stray = [f"TY  - {value}"], number, 0, 0
        elif not record:
            if line.strip() and not stray:
                stray = number
                yield Read(
                    number, error="Ce texte est hors de toute référence\u00a0: une référence commence par «\u00a0TY  -\u00a0»."
                )
        elif tag == "ER":
            yield _read(start, record)
            record = []
        else:
            size += len(line)
            if size > LONGEST_RECORD:
                yield Read(start, error="Cette référence est trop longue\u00a0: sa fin (ER) manque sans doute.")
                record, stray = [], number
                continue
            record.append(f"{tag}  - {value.strip()}" if match else line)
    if record:
        yield Read(start, error="Le fichier s’arrête au milieu de cette référence\u00a0: sa fin (ER) manque.")


def _read(line: int, record: list[str], warnings: tuple[str, ...] = ()) -> Read:
    parsed = rispy.loads("\n".join([*record, "ER  - "]), skip_unknown_tags=True, delimiter_tags_mapping={})
    return read_raw(line, _raw(parsed[0]), warnings)


def _raw(found: dict[str, Any]) -> dict[str, Any]:
    def first(*names: str) -> str:
        return next((found[name] for name in names if found.get(name)), "")

    kind = type_of(found.get("type_of_reference", ""), _TYPES, found.get("type_of_work", ""))
    start, end = first("start_page"), first("end_page")
    raw: dict[str, Any] = {
        "type": kind,
        "title": first("title", "primary_title", "short_title"),
        "authors": [read_name(name) for name in found.get("authors") or found.get("first_authors") or []],
        "year": first("year", "publication_year", "date"),
        "journal": first("alternate_title3", "secondary_title", "journal_name", "alternate_title2", "alternate_title1"),
        "publisher": first("publisher"),
        "volume": first("volume"),
        "issue": first("number"),
        "pages": f"{start}-{end}" if start and end and end != start and "-" not in start else start,
        "doi": first("doi"),
        "language": first("language"),
        "abstract": first("abstract", "notes_abstract"),
    }
    if first("name_of_database").casefold() in _INDEXES:
        raw["pmid"] = first("accession_number")
    raw["isbn" if kind in _BOOKS and len(re.sub(r"\W", "", first("issn"))) != 8 else "issn"] = first("issn")
    identifiers_of_addresses(raw, found.get("urls") or [])
    return raw


def write(reference: Reference) -> str:
    """One reference as RIS, its end included."""
    first, _, last = reference.pages.replace("–", "-").partition("-")
    rows = [
        ("TY", _CODES[Type(reference.type)]),
        ("M3", reference.genre),
        ("TI", reference.title),
        *(("AU", name.line) for name in reference.authors),
        ("AU", "et coll." if reference.others else ""),
        ("PY", str(reference.year or "")),
        ("T2", reference.journal),
        ("PB", reference.publisher),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", first.strip()),
        ("EP", last.strip()),
        ("SN", reference.isbn or reference.issn),
        ("DO", reference.doi),
        ("AN", reference.pmid),
        ("DB", "PubMed" if reference.pmid else ""),
        ("UR", reference.url),
        ("UR", f"https://hal.science/{reference.hal_id}" if reference.hal_id else ""),
        ("LA", reference.language),
        ("AB", reference.abstract),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in rows if value) + "ER  - \r\n\r\n"
