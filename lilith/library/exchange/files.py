"""A whole file of references, read and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lilith.library.enums import ReferenceFormat
from lilith.library.exchange import bibtex, csl_json, nbib, ris
from lilith.library.exchange.reading import Read
from lilith.library.exchange.reference import of_publication
from lilith.library.exchange.text import SAMPLE, Encoding, encoding_of, format_of, lines_in, opened
from lilith.library.models import Publication

MEDIA_TYPES = {
    ReferenceFormat.RIS: "application/x-research-info-systems",
    ReferenceFormat.BIBTEX: "application/x-bibtex",
    ReferenceFormat.CSL_JSON: "application/vnd.citationstyles.csl+json",
    ReferenceFormat.NBIB: "application/nbib",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be read: its encoding, its format."""

    encoding: Encoding
    format: ReferenceFormat


def recognise(file: BinaryIO, *, name: str) -> Opened:
    """How a file is written; `FileError` when it is empty, no text, or none of our formats."""
    encoding = encoding_of(file)
    text = opened(file, encoding)
    sample = text.read(SAMPLE)
    text.detach()
    return Opened(encoding, format_of(sample, name=name))


def read_file(file: BinaryIO, how: Opened) -> Iterator[Read]:
    """Every reference of a file, one at a time, in its order; those that cannot be taken say why.

    Raises `FileError` when the reading cannot go on at all.
    """
    text = opened(file, how.encoding)
    try:
        if how.format == ReferenceFormat.CSL_JSON:
            yield from csl_json.read(text)
        else:
            readers = {ReferenceFormat.RIS: ris.read, ReferenceFormat.BIBTEX: bibtex.read, ReferenceFormat.NBIB: nbib.read}
            yield from readers[how.format](lines_in(text))
    finally:
        text.detach()


def write(publications: Iterable[Publication], *, format: ReferenceFormat) -> Iterator[str]:
    """The file of these publications, piece by piece (UTF-8)."""
    if format == ReferenceFormat.CSL_JSON:
        yield "["
        for number, publication in enumerate(publications):
            yield ",\n" if number else "\n"
            yield csl_json.write(of_publication(publication), key=publication.slug)
        yield "\n]\n"
        return
    for publication in publications:
        reference = of_publication(publication)
        if format == ReferenceFormat.BIBTEX:
            yield bibtex.write(reference, key=publication.slug)
        else:
            yield ris.write(reference) if format == ReferenceFormat.RIS else nbib.write(reference)
