"""CSL-JSON: the format of citation processors, read item by item so that a large file never stands whole in memory."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from lilith.library.enums import PublicationType as Type
from lilith.library.exchange.reading import LONGEST_RECORD, Read, read_raw
from lilith.library.exchange.reference import Reference, ReferenceError, clean_text, identifiers_of_addresses, type_of
from lilith.library.exchange.text import PIECE
from lilith.library.names import Name, read_name

_TYPES = {
    "article-journal": Type.ARTICLE, "article-magazine": Type.ARTICLE, "article-newspaper": Type.ARTICLE, "review": Type.ARTICLE,
    "journal-article": Type.ARTICLE, "report": Type.REPORT, "book": Type.BOOK, "chapter": Type.CHAPTER,
    "entry-encyclopedia": Type.CHAPTER, "thesis": Type.THESIS, "paper-conference": Type.CONFERENCE, "speech": Type.CONFERENCE,
    "article": Type.PREPRINT, "legislation": Type.LAW, "regulation": Type.LAW, "bill": Type.LAW, "standard": Type.RECOMMENDATION,
}  # fmt: skip
CODES = {
    Type.ARTICLE: "article-journal", Type.REPORT: "report", Type.GUIDE: "report", Type.BOOK: "book", Type.CHAPTER: "chapter",
    Type.THESIS: "thesis", Type.CONFERENCE: "paper-conference", Type.PREPRINT: "article", Type.LAW: "legislation",
    Type.RECOMMENDATION: "report", Type.STUDY: "report", Type.DOCUMENT: "document", Type.OTHER: "document",
}  # fmt: skip
_BETWEEN = " \t\r\n,"


def read(text: io.TextIOBase) -> Iterator[Read]:
    """Every item of a CSL-JSON list, or the only one. After a break in the JSON nothing more can be read, which is said."""
    decoder = json.JSONDecoder()
    rest = text.read(PIECE).lstrip("\ufeff")
    line, ended = 1, False
    opening = len(rest) - len(rest.lstrip(" \t\r\n"))
    line += rest.count("\n", 0, opening)
    in_list = rest[opening : opening + 1] == "["
    rest = rest[opening + in_list :]
    while True:
        skipped = len(rest) - len(rest.lstrip(_BETWEEN))
        line += rest.count("\n", 0, skipped)
        rest = rest[skipped:]
        if not rest and not ended:
            rest = text.read(PIECE)
            ended = not rest
            continue
        if not rest or rest.startswith("]"):
            break
        try:
            item, end = decoder.raw_decode(rest)
        except RecursionError:
            yield Read(line, error="Trop de listes ou d’accolades imbriquées. La suite du fichier n’a pas été lue.")
            return
        except ValueError as error:
            piece = "" if len(rest) > LONGEST_RECORD else text.read(PIECE)
            if piece:
                rest += piece
                continue
            where = line + rest.count("\n", 0, getattr(error, "pos", 0))
            yield Read(line, error=f"Le JSON est cassé à la ligne {where}. La suite du fichier n’a pas été lue.")
            return
        yield _read(line, item)
        line += rest.count("\n", 0, end)
        rest = rest[end:]
        if not in_list:
            break
    if in_list and not rest.startswith("]"):
        yield Read(line, error="Le fichier s’arrête avant la fin de la liste\u00a0: il en manque peut-être.")


def _read(line: int, item: Any) -> Read:
    if not isinstance(item, dict):
        return Read(line, error="Cette référence n’est pas un objet JSON «\u00a0{…}\u00a0».")
    try:
        return read_raw(line, _raw(item))
    except ReferenceError as error:
        return Read(line, error=str(error))


def _raw(item: dict[str, Any]) -> dict[str, Any]:
    kind = type_of(clean_text(item.get("type")), _TYPES, clean_text(item.get("genre")))
    raw: dict[str, Any] = {
        "type": kind,
        "title": _text(item.get("title")),
        "authors": list(_names(item.get("author"))),
        "year": _year(item.get("issued")),
        "journal": _text(item.get("container-title")),
        "issue": item.get("issue") or (item.get("number") if kind == Type.ARTICLE else ""),
        "pages": item.get("page"),
        "doi": item.get("DOI"),
        "pmid": item.get("PMID"),
        "isbn": _text(item.get("ISBN")),
        "issn": _text(item.get("ISSN")),
        **{name: item.get(name) for name in ("publisher", "volume", "language", "abstract")},
    }
    if clean_text(item.get("archive")).casefold() == "hal":
        raw["hal_id"] = item.get("archive_location")
    if item.get("URL"):
        identifiers_of_addresses(raw, [clean_text(item["URL"])])
    # « 9782749200002 9782749200019 »: several editions of one book.
    raw["isbn"] = (clean_text(raw["isbn"]).split() or [""])[0]
    raw["issn"] = (clean_text(raw["issn"]).replace(",", " ").split() or [""])[0]
    return raw


def _text(value: Any) -> Any:
    """Some services give a list of one title."""
    return (value[0] if value else "") if isinstance(value, list) else value


def _year(issued: Any) -> Any:
    if not isinstance(issued, dict):
        return issued if isinstance(issued, (str, int)) else ""
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return parts[0][0]
    return issued.get("raw") or issued.get("literal") or ""


def _names(authors: Any) -> Iterator[Name]:
    if authors is None:
        return
    if not isinstance(authors, list):
        raise ReferenceError("«\u00a0author\u00a0» n’est pas une liste.")
    for author in authors:
        if isinstance(author, str):
            yield read_name(author)
            continue
        if not isinstance(author, dict):
            raise ReferenceError("«\u00a0author\u00a0» contient autre chose que des noms.")
        parts = {key: clean_text(value) for key, value in author.items() if isinstance(value, (str, int))}
        particle = parts.get("non-dropping-particle") or parts.get("dropping-particle") or ""
        family = f"{particle} {parts.get('family', '')}".strip()
        if parts.get("literal") or not family:
            yield Name(literal=parts.get("literal") or parts.get("given", ""))
        else:
            yield Name(family=family, given=parts.get("given", ""))


def item_of(reference: Reference, *, key: str) -> dict[str, Any]:
    """The item of a citation processor. What is not known is left out."""
    item: dict[str, Any] = {
        "id": key,
        "type": CODES[Type(reference.type)],
        "title": reference.title,
        "author": [_author(name) for name in reference.authors],
        "issued": {"date-parts": [[reference.year]]} if reference.year else None,
        "container-title": reference.journal,
        "publisher": reference.publisher,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages,
        "DOI": reference.doi,
        "PMID": reference.pmid,
        "ISBN": reference.isbn,
        "ISSN": reference.issn,
        "URL": reference.url,
        "language": reference.language,
    }
    return {name: value for name, value in item.items() if value}


def _author(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    return {"family": name.family, "given": name.given} if name.given else {"family": name.family}


def write(reference: Reference, *, key: str) -> str:
    """One item; `exchange.write` makes the list."""
    item = item_of(reference, key=key)
    if reference.others:
        item.setdefault("author", []).append({"literal": "et coll."})
    if reference.hal_id:
        item |= {"archive": "HAL", "archive_location": reference.hal_id}
    if reference.abstract:
        item["abstract"] = reference.abstract
    item["genre"] = reference.genre
    return json.dumps(item, ensure_ascii=False, indent=2)
