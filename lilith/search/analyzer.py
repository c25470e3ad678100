"""From French text to the tokens that the index keeps: the same function for documents and for questions.

A token is the stem of an unaccented word (« logements » → log), `=gem` for an acronym written in capitals, or a number as
it is. A document says which of « pass » and « PASS » it means; a question, typed anyhow, asks for both.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import snowballstemmer

ACRONYM_MARK = "="
LONGEST_TOKEN = 64
_PIECE = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"(?<!\w)(?:[A-ZÀ-Ý]\.){2,}")
_ELIDED = frozenset({"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"})
_DATA = Path(__file__).parent / "data"
_STOP_WORDS = frozenset((_DATA / "stop_words.txt").read_text(encoding="utf-8").split())
# Words of asking: in a question they say nothing of the subject, in a text they may.
_QUESTION_WORDS = frozenset((_DATA / "question_words.txt").read_text(encoding="utf-8").split())
# A word in capitals of at most this many letters is an acronym only; a longer one may be a title in capitals.
_SURE_ACRONYM = 5
_LONGEST_ACRONYM = 10

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Position:
    """One word of a text that counts, with the tokens that it may stand for; the first is its own."""

    tokens: tuple[str, ...]
    form: str
    surface: str


def clean(text: str) -> str:
    """Text that a database can store: no lone surrogate, no NUL, composed letters."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " "))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Lower case, without accents: « Œuvre » → oeuvre."""
    low = word.lower().replace("œ", "oe").replace("æ", "ae")
    if low.isascii():
        return low
    return "".join(letter for letter in unicodedata.normalize("NFD", low) if not unicodedata.combining(letter))


def _irregular() -> dict[str, str]:
    """Form → infinitive of verbs whose forms Snowball does not bring together."""
    lines = (_DATA / "irregular_verbs.txt").read_text(encoding="utf-8").splitlines()
    return {form: line.split()[0] for line in lines if line for form in line.split()[1:] if form not in _STOP_WORDS}


_IRREGULAR = _irregular()


@lru_cache(maxsize=100_000)
def stem(form: str) -> str:
    """The Snowball French stem of a folded word, irregular verbs by their infinitive."""
    form = _IRREGULAR.get(form, form)
    if not hasattr(_local, "stemmer"):
        _local.stemmer = snowballstemmer.stemmer("french")  # not safe between threads
    return str(_local.stemmer.stemWord(form))[:LONGEST_TOKEN]


def is_stop_word(form: str) -> bool:
    """True for a folded word that says nothing of the subject: article, pronoun, auxiliary."""
    return form in _STOP_WORDS


@lru_cache(maxsize=100_000)
def _document_tokens(word: str) -> tuple[str, ...]:
    form = fold(word)
    if form.isdigit():
        return (form[:LONGEST_TOKEN],)
    capitals = word[:-1] if word.endswith("s") and word[:-1].isupper() and len(word) > 2 else word
    if capitals.isupper() and 2 <= len(capitals) <= _LONGEST_ACRONYM:
        acronym = ACRONYM_MARK + fold(capitals)
        return (acronym,) if len(capitals) <= _SURE_ACRONYM else (acronym, stem(form))
    return (stem(form),)


@lru_cache(maxsize=20_000)
def _question_tokens(word: str) -> tuple[str, ...]:
    form = fold(word)
    if form.isdigit():
        return (form[:LONGEST_TOKEN],)
    tokens = [stem(form)]
    if len(form) <= _LONGEST_ACRONYM:
        tokens.append(ACRONYM_MARK + form)
        if form.endswith("s") and len(form) > 3:
            tokens.append(ACRONYM_MARK + form[:-1])
    return tuple(tokens)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """(word, sign that follows it), without elided articles and pronouns."""
    text = _DOTTED.sub(lambda match: match.group().replace(".", "") + " ", text)
    for match in _PIECE.finditer(text):
        sign = text[match.end() : match.end() + 1]
        if sign in ("'", "’") and fold(match.group()) in _ELIDED:
            continue
        yield match.group(), sign


def _counts(word: str, form: str, *, in_document: bool) -> bool:
    if len(form) == 1 and not form.isdigit():
        return False
    if in_document and len(word) > 1 and word.isupper():
        return True  # « ET » in capitals is rare, « ARS » is not
    return not is_stop_word(form) and (in_document or form not in _QUESTION_WORDS)


def analyse_document(text: str) -> list[Position]:
    """The positions of a text of the site; a compound also gives its joined form (« pair-aidance » → pairaidanc)."""
    positions: list[Position] = []
    joined = ""
    for word, sign in _pieces(text):
        form = fold(word)
        joined = joined + form if joined else (form if sign == "-" else "")
        if _counts(word, form, in_document=True):
            tokens = _document_tokens(word)
            if joined and sign != "-" and joined != form:
                tokens = (*tokens, stem(joined))
            positions.append(Position(tokens, form[:LONGEST_TOKEN], word[:LONGEST_TOKEN]))
        if sign != "-":
            joined = ""
    return positions


def analyse_question(text: str, *, most: int) -> list[Position]:
    """The positions of what somebody typed, `most` at the most; stop words are kept when there is nothing else."""
    pieces = [(word, fold(word)) for word, _ in _pieces(text)]
    kept = [(word, form) for word, form in pieces if _counts(word, form, in_document=False)]
    positions: list[Position] = []
    for word, form in (kept or pieces)[:most]:
        positions.append(Position(_question_tokens(word[:LONGEST_TOKEN]), form[:LONGEST_TOKEN], word[:LONGEST_TOKEN]))
    return positions
