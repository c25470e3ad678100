"""The text of a file that someone sends: in which encoding and which format it is, line by line or piece by piece."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lilith.library.enums import ReferenceFormat

PIECE = 256 * 1024
LONGEST_LINE = 1_000_000
SAMPLE = 64 * 1024
# Bytes that Windows-1252 does not use.
_UNUSED = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SHAPES = (
    (ReferenceFormat.RIS, re.compile(r"^TY {1,2}- ?\S", re.MULTILINE)),
    (ReferenceFormat.NBIB, re.compile(r"^PMID ?- ?", re.MULTILINE)),
    (ReferenceFormat.BIBTEX, re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)),
)


class FileError(ValueError):
    """A file that cannot be read at all; its words are for the editor, in French."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """`codec` for Python, `label` for people."""

    codec: str
    label: str


def encoding_of(file: BinaryIO) -> Encoding:
    """How the text of a file is written: a mark at its start, else UTF-8 if all of it is, else Windows-1252 or Latin-1.

    Reads the file once, piece by piece. Raises `FileError` for an empty file and for what is no text.
    """
    file.seek(0)
    first = file.read(PIECE)
    if not first.strip():
        raise FileError("Ce fichier est vide.")
    for mark, codec, label in _MARKS:
        if first.startswith(mark):
            return Encoding(codec, label)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_windows, piece = True, True, first
    while piece:
        if b"\0" in piece:
            raise FileError("Ce n’est pas un fichier de texte. Exportez vos références en RIS, BibTeX, CSL-JSON ou nbib.")
        if is_utf8:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_utf8 = False
        is_windows = is_windows and not any(byte in piece for byte in _UNUSED)
        piece = file.read(PIECE)
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    if is_utf8:
        return Encoding("utf-8", "UTF-8")
    return Encoding("cp1252", "Windows-1252") if is_windows else Encoding("latin-1", "Latin-1")


def opened(file: BinaryIO, encoding: Encoding) -> io.TextIOWrapper:
    """The file as text, from its start. `detach` it to keep the bytes open."""
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding.codec, errors="replace", newline=None)


def format_of(sample: str, *, name: str = "") -> ReferenceFormat:
    """The format of a text from how it begins, else from the name of its file; `FileError` when it is none of ours."""
    start = sample.lstrip("\ufeff \t\r\n")
    if start.startswith(("[", "{")):
        return ReferenceFormat.CSL_JSON
    places = [(match.start(), shape) for shape, pattern in _SHAPES if (match := pattern.search(sample))]
    if places:
        return min(places)[1]
    extension = name.rsplit(".", 1)[-1].lower()
    by_name = {"bibtex": ReferenceFormat.BIBTEX, "txt": None, **{str(choice.value): choice for choice in ReferenceFormat}}
    found = by_name.get(extension)
    if found is None:
        raise FileError("Nous ne reconnaissons pas ce fichier. Exportez vos références en RIS, BibTeX, CSL-JSON ou nbib.")
    return found


def lines_in(text: io.TextIOBase) -> Iterator[tuple[int, str]]:
    """(number from 1, line without its end). A line that never ends is a `FileError`."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) >= LONGEST_LINE and not line.endswith("\n"):
            raise FileError(f"Ligne {number}\u00a0: elle a plus d’un million de signes. Ce fichier est abîmé.")
        yield number, line.rstrip("\r\n").lstrip("\ufeff")
