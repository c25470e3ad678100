"""Identifiers of publications: how each is written, and what is wrong with one. Pure functions of text.

`read_*` takes an identifier as people paste it (an address, « PMID: 123 », hyphens) and gives its plain form; it raises
`ValidationError` with a message in French when it cannot be one. An empty text gives an empty text.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_DOI = re.compile(r"^10\.\d{4,9}(?:\.\d+)*/[^\s\\\x00-\x1f\x7f]+$")
_PMID_PREFIX = re.compile(
    r"^(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|https?://www\.ncbi\.nlm\.nih\.gov/pubmed/|pmid:?\s*)", re.I
)
_PMID = re.compile(r"^[1-9]\d{0,8}$")
_HAL_PREFIX = re.compile(r"^(?:https?://(?:[a-z0-9-]+\.)*(?:hal\.science|archives-ouvertes\.fr)/|hal:\s*)", re.IGNORECASE)
# « hal-01234567 », « halshs-00123456v2 », « hal-univ-paris-04012345 ».
_HAL = re.compile(r"^[a-z][a-z0-9]*(?:[-_][a-z][a-z0-9]*)*[-_]\d{5,8}(?:v\d{1,3})?$")
_BOOK = re.compile(r"^(?:isbn(?:-1[03])?:?\s*)", re.IGNORECASE)
_SERIAL = re.compile(r"^(?:e?issn:?\s*)", re.IGNORECASE)


def read_doi(text: str) -> str:
    """« https://doi.org/10.1002/wps.20349 » → « 10.1002/wps.20349 »."""
    plain = _DOI_PREFIX.sub("", text.strip())
    if plain and not _DOI.match(plain):
        raise ValidationError(
            f"«\u00a0{_short(text)}\u00a0» n’est pas un DOI. Un DOI commence par «\u00a010.\u00a0», comme 10.1002/wps.20349, sans espace.",
            code="doi",
        )
    return plain


def read_pmid(text: str) -> str:
    """« PMID: 25651451 » → « 25651451 »."""
    plain = _PMID_PREFIX.sub("", text.strip()).rstrip("/")
    if plain and not (plain.isascii() and _PMID.match(plain)):
        raise ValidationError(
            f"«\u00a0{_short(text)}\u00a0» n’est pas un PMID\u00a0: c’est un nombre de 1 à 9 chiffres.", code="pmid"
        )
    return plain


def read_hal(text: str) -> str:
    """« https://hal.science/hal-01234567v2 » → « hal-01234567v2 »."""
    plain = _HAL_PREFIX.sub("", text.strip()).rstrip("/").lower()
    if plain and not _HAL.match(plain):
        raise ValidationError(
            f"«\u00a0{_short(text)}\u00a0» n’est pas un identifiant HAL. Il ressemble à hal-01234567 ou à halshs-01234567v2.",
            code="hal",
        )
    return plain


def read_isbn(text: str) -> str:
    """An ISBN of 10 or 13 figures, hyphens or not → its 13 figures."""
    plain = re.sub(r"[\s\-‐‑–]", "", _BOOK.sub("", text.strip())).upper()
    if not plain:
        return ""
    if plain.isascii() and re.fullmatch(r"\d{9}[\dX]", plain):
        if sum(weight * _figure(sign) for weight, sign in zip(range(10, 0, -1), plain, strict=True)) % 11 == 0:
            body = "978" + plain[:9]
            return body + _check_of_13(body)
    elif plain.isascii() and re.fullmatch(r"97[89]\d{10}", plain):
        if _check_of_13(plain[:12]) == plain[12]:
            return plain
    else:
        raise ValidationError(f"«\u00a0{_short(text)}\u00a0» n’est pas un ISBN\u00a0: il a 10 ou 13 chiffres.", code="isbn")
    raise ValidationError(f"«\u00a0{_short(text)}\u00a0» n’est pas un ISBN\u00a0: sa clé de contrôle est fausse.", code="isbn")


def read_issn(text: str) -> str:
    """« 00029378 » → « 0002-9378 »."""
    plain = re.sub(r"[\s\-‐‑–]", "", _SERIAL.sub("", text.strip())).upper()
    if not plain:
        return ""
    if not (plain.isascii() and re.fullmatch(r"\d{7}[\dX]", plain)):
        raise ValidationError(
            f"«\u00a0{_short(text)}\u00a0» n’est pas un ISSN\u00a0: il a 8 chiffres, comme 0002-9378.", code="issn"
        )
    if sum(weight * _figure(sign) for weight, sign in zip(range(8, 0, -1), plain, strict=True)) % 11:
        raise ValidationError(
            f"«\u00a0{_short(text)}\u00a0» n’est pas un ISSN\u00a0: sa clé de contrôle est fausse.", code="issn"
        )
    return f"{plain[:4]}-{plain[4:]}"


def hal_key(hal_id: str) -> str:
    """Two versions of a deposit are one publication: « hal-01234567v2 » → « hal-01234567 »."""
    return re.sub(r"v\d+$", "", hal_id.lower())


def _check_of_13(body: str) -> str:
    return str(-sum(int(figure) * (1, 3)[place % 2] for place, figure in enumerate(body)) % 10)


def _figure(sign: str) -> int:
    return 10 if sign == "X" else int(sign)


def _short(text: str) -> str:
    clean = " ".join(text.split())
    return clean if len(clean) <= 60 else clean[:60] + "…"
