"""Words that may be kept of a search without result: nothing that could point to a person."""

from __future__ import annotations

import re

LONGEST = 80
_MAIL = re.compile(r"\S*@\S*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# A phone number, a social security number, a file number: six digits or more, however they are spaced.
_LONG_NUMBER = re.compile(r"\+?\d(?:[\s\u00a0\u202f.\-/()]*\d){5,}[A-Za-z]?")
_NIR = re.compile(r"\b[12][\s.]*\d{2}[\s.]*\d{2}[\s.]*(?:\d{2}|2[AaBb])(?:[\s.]*\d){3,8}\b")
_DATE = re.compile(r"\b\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}\b")
_KEPT = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")


def words_to_keep(query: str) -> str:
    """The words of a query in lower case, at most 80 characters; mail addresses, phone numbers, NIR and dates are dropped."""
    text = query
    for pattern in (_ADDRESS, _MAIL, _NIR, _LONG_NUMBER, _DATE):
        text = pattern.sub(" ", text)
    kept = ""
    for word in _KEPT.findall(text.lower()):
        longer = f"{kept} {word}".strip()
        if len(longer) > LONGEST:
            break
        kept = longer
    return kept
