"""What every format can say of a publication, checked and cleaned."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from lilith.foundation.fields import lines_of
from lilith.library import identifiers
from lilith.library.enums import PublicationType
from lilith.library.models import Publication
from lilith.library.names import Name, is_others, read_name

OTHERS = "et coll."
MOST_AUTHORS = 3000
LONGEST_ABSTRACT = 50_000
OLDEST_YEAR = 1400
NEWEST_YEAR = 2100
# Fields of a Publication that a reference gives, beside its type, authors and year.
TEXTS = ("title", "journal", "publisher", "volume", "issue", "pages", "url", "language", "abstract")
IDENTIFIERS = {
    "doi": identifiers.read_doi,
    "pmid": identifiers.read_pmid,
    "hal_id": identifiers.read_hal,
    "isbn": identifiers.read_isbn,
    "issn": identifiers.read_issn,
}
# What tells one text from another: a wrong one is an error, while the others can be left out.
IDENTITY = ("doi", "pmid", "hal_id", "isbn")
_SHORT = ("title", "journal", "publisher", "volume", "issue", "pages", "doi", "hal_id", "url")
LENGTHS: dict[str, int] = {name: getattr(Publication._meta.get_field(name), "max_length", None) or 0 for name in _SHORT}
_NAMES = {name: str(getattr(Publication._meta.get_field(name), "verbose_name", name)) for name in _SHORT}
_LANGUAGES = {
    "fre": "fr", "fra": "fr", "french": "fr", "français": "fr", "francais": "fr", "eng": "en", "english": "en", "anglais": "en",
    "ger": "de", "deu": "de", "german": "de", "allemand": "de", "spa": "es", "spanish": "es", "espagnol": "es", "ita": "it",
    "italian": "it", "italien": "it", "dut": "nl", "nld": "nl", "dutch": "nl", "por": "pt", "portuguese": "pt", "swe": "sv",
    "nor": "no", "dan": "da", "fin": "fi", "jpn": "ja", "chi": "zh", "zho": "zh", "rus": "ru", "pol": "pl",
}  # fmt: skip
_TAGS = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|p|jats:[a-z]+|span)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_url = URLValidator(schemes=["http", "https"])


class ReferenceError(ValueError):
    """A reference that cannot be taken; its words are for the editor, in French."""


@dataclass(slots=True)
class Reference:
    """A publication as reference managers know it. Texts are clean; identifiers are in their plain form.

    `others`: there are more authors than those named. `warnings`: what was left out when it was read, in French.
    """

    type: str = PublicationType.OTHER
    title: str = ""
    authors: list[Name] = field(default_factory=list)
    others: bool = False
    year: int | None = None
    journal: str = ""
    publisher: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    url: str = ""
    language: str = ""
    abstract: str = ""
    doi: str = ""
    pmid: str = ""
    hal_id: str = ""
    isbn: str = ""
    issn: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def genre(self) -> str:
        """Our own type in words: formats have a field for it, and it comes back as it was."""
        return str(PublicationType(self.type).label)

    def as_fields(self) -> dict[str, Any]:
        """The values of the fields of a Publication."""
        values: dict[str, Any] = {name: getattr(self, name) for name in (*TEXTS, *IDENTIFIERS)}
        lines = [name.line for name in self.authors] + ([OTHERS] if self.others else [])
        return {"type": str(self.type), "year": self.year, "authors": "\n".join(lines), **values}


def of_publication(publication: Publication) -> Reference:
    """What a record says, for a format or for a citation."""
    lines = lines_of(publication.authors)
    reference = Reference(
        type=publication.type,
        authors=[read_name(line) for line in lines if not is_others(line)],
        others=any(is_others(line) for line in lines),
        year=publication.year,
        **{name: getattr(publication, name) for name in (*TEXTS, *IDENTIFIERS)},
    )
    # « 67(6) »: records of before had no field for the number.
    match = re.fullmatch(r"([^()]*)\(([^()]+)\)", reference.volume)
    if match and not reference.issue:
        reference.volume, reference.issue = match.groups()
    return reference


def clean_text(value: Any) -> str:
    """One line of text, without tags, control signs or halves of signs; numbers become text, anything else is refused."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ReferenceError("Un champ de cette référence n’est ni un texte, ni un nombre.")
    text = unicodedata.normalize("NFC", _TAGS.sub("", str(value)) if "<" in str(value) else str(value))
    if not text.isprintable():
        text = "".join(sign if _is_text(sign) else " " for sign in text)
    return " ".join(text.split())


def _is_text(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cs"}


def build(raw: Mapping[str, Any]) -> Reference:
    """A reference from what a reader found: texts under the names of `Reference`, `authors` as names, `year` as any text.

    Raises `ReferenceError` when there is no title or an identifier is wrong; what is merely odd is left out with a warning.
    """
    reference = Reference(type=raw.get("type") or PublicationType.OTHER)
    for name in TEXTS:
        setattr(reference, name, clean_text(raw.get(name)))
    if not reference.title:
        raise ReferenceError("Le titre manque.")
    problems: list[str] = []
    for name, read in IDENTIFIERS.items():
        try:
            setattr(reference, name, read(clean_text(raw.get(name))))
        except ValidationError as error:
            (problems if name in IDENTITY else reference.warnings).append(error.messages[0])
    if problems:
        raise ReferenceError(" ".join(problems))
    _read_year(reference, clean_text(raw.get("year")))
    _read_language(reference)
    _read_url(reference)
    _read_authors(reference, raw.get("authors") or [])
    _shorten(reference)
    return reference


def _read_year(reference: Reference, text: str) -> None:
    match = _YEAR.search(text)
    year = int(match[1]) if match else None
    if year and OLDEST_YEAR <= year <= NEWEST_YEAR:
        reference.year = year
    elif text:
        reference.warnings.append(f"L’année «\u00a0{text[:40]}\u00a0» n’a pas été comprise\u00a0: elle est laissée vide.")


def _read_language(reference: Reference) -> None:
    text = reference.language.lower().replace("_", "-")
    code = _LANGUAGES.get(text) or _LANGUAGES.get(text.split("-")[0], text.split("-")[0])
    reference.language = code if re.fullmatch(r"[a-z]{2,3}", code) else ""
    if text and not reference.language:
        reference.warnings.append(f"La langue «\u00a0{text[:40]}\u00a0» n’est pas connue\u00a0: elle est laissée vide.")


def _read_url(reference: Reference) -> None:
    if not reference.url:
        return
    try:
        _url(reference.url)
    except ValidationError:
        reference.warnings.append(
            f"L’adresse «\u00a0{reference.url[:60]}\u00a0» n’est pas celle d’une page\u00a0: elle est laissée vide."
        )
        reference.url = ""


def _read_authors(reference: Reference, names: Iterable[Name]) -> None:
    for name in names:
        clean = Name(*(clean_text(part) for part in (name.family, name.given, name.literal)))
        # Signs that only mark a name in our lines.
        clean = Name(clean.family.replace(",", " ").strip(" {}"), clean.given.strip(" {}"), clean.literal.strip(" {}"))
        if is_others(clean.literal or clean.family):
            reference.others = True
        elif clean.literal or clean.family:
            reference.authors.append(clean)
        elif clean.given:
            reference.authors.append(Name(literal=clean.given))
    if len(reference.authors) > MOST_AUTHORS:
        reference.warnings.append(f"{len(reference.authors)} auteurs\u00a0: les {MOST_AUTHORS} premiers sont gardés.")
        reference.authors, reference.others = reference.authors[:MOST_AUTHORS], True


def _shorten(reference: Reference) -> None:
    for name, longest in LENGTHS.items():
        if len(getattr(reference, name)) <= longest:
            continue
        label = _NAMES[name]
        if name in {"title", "doi", "hal_id"}:
            raise ReferenceError(f"«\u00a0{label}\u00a0» a {len(getattr(reference, name))} signes\u00a0: {longest} au plus.")
        setattr(reference, name, "" if name == "url" else getattr(reference, name)[: longest - 1] + "…")
        reference.warnings.append(
            f"«\u00a0{label}\u00a0» était trop long\u00a0: {'laissé vide' if name == 'url' else 'raccourci'}."
        )
    if len(reference.abstract) > LONGEST_ABSTRACT:
        reference.abstract = reference.abstract[:LONGEST_ABSTRACT] + "…"
        reference.warnings.append("Le résumé était trop long\u00a0: raccourci.")


def type_of(code: str, known: Mapping[str, str], genre: str = "") -> str:
    """Our type for the type of a format; `genre` is our own word when we wrote the file."""
    label = genre.strip().casefold()
    for choice in PublicationType:
        if label and label == str(choice.label).casefold():
            return str(choice.value)
    return known.get(code.strip(), PublicationType.OTHER)


def identifiers_of_addresses(raw: dict[str, Any], addresses: Iterable[str]) -> None:
    """Fill `raw` from addresses: those of HAL, PubMed and doi.org are identifiers, the first other one is the page."""
    places = (
        ("hal_id", identifiers._HAL_PREFIX, identifiers.read_hal),
        ("pmid", identifiers._PMID_PREFIX, identifiers.read_pmid),
        ("doi", identifiers._DOI_PREFIX, identifiers.read_doi),
    )
    for address in addresses:
        for name, prefix, read in places:
            if prefix.match(address):
                try:
                    raw[name] = raw.get(name) or read(address)
                    break
                except ValidationError:
                    continue
        else:
            raw["url"] = raw.get("url") or address
