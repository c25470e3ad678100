"""BibTeX: read with bibtexparser, entry by entry; LaTeX accents become letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import bibtexparser
from bibtexparser.middlewares import RemoveEnclosingMiddleware, ResolveStringReferencesMiddleware
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from pylatexenc import latexwalker
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from lilith.library.enums import PublicationType as Type
from lilith.library.exchange.reading import LONGEST_RECORD, Read, read_raw
from lilith.library.exchange.reference import Reference, identifiers_of_addresses, type_of
from lilith.library.names import Name

_TYPES = {
    "article": Type.ARTICLE, "techreport": Type.REPORT, "report": Type.REPORT, "manual": Type.GUIDE, "book": Type.BOOK,
    "booklet": Type.BOOK, "incollection": Type.CHAPTER, "inbook": Type.CHAPTER, "phdthesis": Type.THESIS,
    "mastersthesis": Type.THESIS, "thesis": Type.THESIS, "inproceedings": Type.CONFERENCE, "conference": Type.CONFERENCE,
    "proceedings": Type.CONFERENCE, "unpublished": Type.PREPRINT, "legislation": Type.LAW, "standard": Type.RECOMMENDATION,
}  # fmt: skip
_CODES = {
    Type.ARTICLE: "article", Type.REPORT: "techreport", Type.GUIDE: "manual", Type.BOOK: "book", Type.CHAPTER: "incollection",
    Type.THESIS: "phdthesis", Type.CONFERENCE: "inproceedings", Type.PREPRINT: "unpublished", Type.LAW: "misc",
    Type.RECOMMENDATION: "misc", Type.STUDY: "techreport", Type.DOCUMENT: "misc", Type.OTHER: "misc",
}  # fmt: skip
_START = re.compile(r"^\s*@\s*([A-Za-z]+)\s*([{(])")
# Inside an entry, only a whole beginning says that the one before was never closed.
_NEXT = re.compile(r"^@[A-Za-z]+\s*\{\s*[^\s,{}=]+\s*,")
_SKIPPED = {"comment", "preamble"}
DEEPEST = 60
LONGEST_MACROS = 200_000
# Not LaTeX, whatever signs they hold.
_VERBATIM = {"doi", "url", "isbn", "issn", "pmid", "halid", "hal_id", "eprint"}
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "`": r"\textasciigrave{}",
}  # fmt: skip
_LATEX = re.compile(r"[\\{}$~]|--|``|''")
# « {\'e} », « \'{e} », « \c{c} », « {\"\i} ».
_ACCENT = re.compile(
    r"""\{\\['"`^~=.]\s*\{?\\?[A-Za-z]\}?\}|\\['"`^~=.]\s*(?:\{\\?[A-Za-z]\}|[A-Za-z])|\{?\\[cvuHkr]\{[A-Za-z]\}\}?"""
)
_COMMAND = re.compile(r"\\[^&%$#_{}]|\\$")
_SIGNS = (("~", " "), ("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
_SIMPLE = re.compile(r"\\([&%$#_{}])|[{}]")
_ESCAPED = re.compile(r"[\\{}%&$#_~^`]")


def read(lines: Iterable[tuple[int, str]]) -> Iterator[Read]:
    """Every entry of a BibTeX text; macros (`@string`) are kept for those that follow."""
    macros: list[str] = []
    entry: list[str] = []
    start = depth = size = 0
    kind, lost = "", False
    for number, line in lines:
        beginning = _START.match(line) if not entry else _NEXT.match(line)
        if beginning and entry:
            yield Read(start, error="Une accolade n’est pas fermée\u00a0: cette référence n’a pas de fin.")
            beginning = _START.match(line)
        if beginning:
            entry, start, depth, size, lost = [], number, 0, 0, False
            kind = beginning[1].lower()
            if beginning[2] == "(":
                yield Read(
                    number, error="Cette référence est écrite entre parenthèses\u00a0: nous ne lisons que les accolades."
                )
                lost = True
        elif not entry:
            # Between entries, BibTeX takes any text as a remark.
            continue
        if lost:
            entry = []
            continue
        depth, deepest = _depth(line, depth)
        size += len(line) + 1
        if deepest > DEEPEST or size > LONGEST_RECORD:
            reason = f"plus de {DEEPEST} accolades imbriquées" if deepest > DEEPEST else "elle est beaucoup trop longue"
            yield Read(start, error=f"Cette référence n’a pas été lue\u00a0: {reason}.")
            entry, lost = [], True
            continue
        entry.append(line)
        if depth > 0:
            continue
        if kind == "string":
            if sum(map(len, macros)) < LONGEST_MACROS:
                macros.append("\n".join(entry))
        elif kind not in _SKIPPED:
            yield from _read(start, "\n".join(entry), "\n".join(macros))
        entry = []
    if entry and kind not in _SKIPPED:
        yield Read(start, error="Le fichier s’arrête au milieu de cette référence\u00a0: une accolade n’est pas fermée.")


def _depth(line: str, depth: int) -> tuple[int, int]:
    """(depth after the line, deepest within it). `\\{` is a sign, not a brace."""
    plain = line.replace("\\\\", "").replace("\\{", "").replace("\\}", "") if "\\" in line else line
    opened = plain.count("{")
    if depth + opened <= DEEPEST:
        return depth + opened - plain.count("}"), depth + opened
    deepest = depth
    for sign in plain:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return depth, deepest


def _read(line: int, text: str, macros: str) -> Iterator[Read]:
    stack = [ResolveStringReferencesMiddleware(True), RemoveEnclosingMiddleware(True)]
    library = bibtexparser.parse_string(f"{macros}\n{text}" if macros else text, parse_stack=stack)
    for _failed in library.failed_blocks:
        yield Read(
            line,
            error="Cette référence n’est pas du BibTeX\u00a0: une virgule, un signe «\u00a0=\u00a0» ou une accolade manque.",
        )
    for found in library.entries:
        fields = {name.lower(): value.value for name, value in found.fields_dict.items() if isinstance(value.value, str)}
        yield read_raw(line, _raw(found.entry_type.lower(), fields))


@cache
def _decoder() -> tuple[LatexNodes2Text, dict[str, Any]]:
    context = get_default_latex_context_db()
    shown = {"url": "%s", "textasciicircum": "^", "textasciitilde": "~", "textasciigrave": "`"}
    macros = [MacroTextSpec(name, simplify_repl=text) for name, text in shown.items()]
    context.add_context_category("as-written", prepend=True, macros=macros)
    decoder = LatexNodes2Text(latex_context=context, math_mode="text", keep_comments=True)
    return decoder, {"latex_context": latexwalker.get_default_latex_context_db()}


def _decoded(text: str) -> str:
    decoder, options = _decoder()
    return str(decoder.latex_to_text(text, **options))


@lru_cache(maxsize=4096)
def _letter(latex: str) -> str:
    """« {\\'e} » → « é »: a language has few of them, and the decoder is slow."""
    return _decoded(latex)


def _plain(text: str) -> str:
    """The text that LaTeX would show."""
    if not _LATEX.search(text):
        return text
    text = _ACCENT.sub(lambda match: _letter(match[0]), text)
    if "$" not in text.replace("\\$", "") and not _COMMAND.search(text):
        for latex, sign in _SIGNS:
            text = text.replace(latex, sign)
        return _SIMPLE.sub(lambda match: match[1] or "", text)
    # An unescaped « % » is a slip, never the start of a comment in a reference.
    return _decoded(re.sub(r"(?<!\\)%", r"\%", text))


def _raw(kind: str, fields: dict[str, str]) -> dict[str, Any]:
    plain = {
        name: value.replace("\\_", "_").replace("\\%", "%").replace("\\&", "&").replace("\\#", "#").strip("{} ")
        if name in _VERBATIM
        else _plain(value)
        for name, value in fields.items()
        if name != "author"
    }

    def first(*names: str) -> str:
        return next((plain[name] for name in names if plain.get(name)), "")

    raw: dict[str, Any] = {
        "type": type_of(kind, _TYPES, first("type", "entrysubtype")),
        "title": first("title") + (f" : {plain['subtitle']}" if plain.get("subtitle") else ""),
        "authors": list(_names(fields.get("author", ""))),
        "year": first("year", "date"),
        "journal": first("journal", "journaltitle", "booktitle"),
        "publisher": first("publisher", "institution", "school", "organization"),
        "volume": first("volume"),
        "issue": first("number", "issue"),
        "pages": first("pages").replace("--", "-").replace("–", "-"),
        "doi": first("doi"),
        "pmid": first("pmid"),
        "hal_id": first("hal_id", "halid"),
        "isbn": first("isbn"),
        "issn": first("issn"),
        "language": first("langid", "language"),
        "abstract": first("abstract"),
    }
    if first("url"):
        identifiers_of_addresses(raw, [first("url")])
    return raw


def _names(text: str) -> Iterator[Name]:
    for person in split_multiple_persons_names(" ".join(text.split())):
        if _is_one_group(person):
            yield Name(literal=_plain(person[1:-1]))
            continue
        try:
            parts = parse_single_name_into_parts(person)
        except InvalidNameError:
            alone = person.rstrip(", ")
            yield Name(family=_plain(alone)) if alone != person else Name(literal=_plain(person))
            continue
        family = " ".join([*parts.von, *parts.last])
        if parts.jr:
            family = f"{family} {' '.join(parts.jr)}"
        yield Name(family=_plain(family), given=_plain(" ".join(parts.first)))


def _is_one_group(text: str) -> bool:
    """True when one pair of braces holds all of the text: « {Haute Autorité de santé} », not « {A}, {B} »."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    plain = re.sub(r"\\[{}\\]", "  ", text)
    for place, sign in enumerate(plain):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return place == len(plain) - 1
    return False


def write(reference: Reference, *, key: str) -> str:
    """One entry. Letters stay as they are (UTF-8); signs that LaTeX reads are escaped."""
    kind = Type(reference.type)
    publisher = {Type.THESIS: "school", Type.REPORT: "institution", Type.STUDY: "institution"}.get(kind, "publisher")
    journal = "booktitle" if kind in {Type.CHAPTER, Type.CONFERENCE} else "journal"
    authors = [_written(name) for name in reference.authors] + (["others"] if reference.others else [])
    rows = [
        ("title", f"{{{_escaped(reference.title)}}}"),
        ("author", " and ".join(authors)),
        ("year", str(reference.year or "")),
        (journal, _escaped(reference.journal)),
        (publisher, _escaped(reference.publisher)),
        ("volume", _escaped(reference.volume)),
        ("number", _escaped(reference.issue)),
        ("pages", _escaped(reference.pages.replace("–", "-").replace("-", "--"))),
        ("doi", reference.doi),
        ("pmid", reference.pmid),
        ("hal_id", reference.hal_id),
        ("isbn", reference.isbn),
        ("issn", reference.issn),
        ("url", reference.url),
        ("langid", reference.language),
        ("type", reference.genre),
        ("abstract", _escaped(reference.abstract)),
    ]
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in rows if value)
    return f"@{_CODES[kind]}{{{key},\n{body}}}\n\n"


def _written(name: Name) -> str:
    if name.literal:
        return f"{{{_escaped(name.literal)}}}"
    family = _escaped(name.family)
    # A comma of a given name would be read as a suffix.
    given = f"{{{_escaped(name.given)}}}" if "," in name.given else _escaped(name.given)
    return f"{{{family}}}, {given}" if given else f"{{{family}}},"


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], " ".join(text.split()))
