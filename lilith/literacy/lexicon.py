"""What is known of French word forms: which are common, and which end in a mute -ent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def read_words(name: str) -> frozenset[str]:
    """The words of a file of `data/`, one a line."""
    return frozenset((DATA / name).read_text(encoding="utf-8").split())


_ELIDED = re.compile(r"(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu)[’']")

# Verbs whose third person plural ends in -ment: every other word in -ment is a noun or an adverb and is heard.
_MUTE_MENT = read_words("mute_ment.txt")
# Nouns and adjectives in -ent; every other word in -ent that is not in -ment is a verb in the plural.
_HEARD_ENT = read_words("heard_ent.txt")
_THIRD_SINGULAR = ("tient", "vient")


@lru_cache(maxsize=1)
def common_forms() -> frozenset[str]:
    """French word forms that are frequent, or are inflections of a frequent word (Zipf frequency ≥ 3.5)."""
    return read_words("common_fr.txt")


def bare(word: str) -> str:
    """A word without the elided article or pronoun before it: « l’aide » → « aide »."""
    match = _ELIDED.match(word.lower())
    return word[match.end() :] if match else word


def ends_mute(word: str) -> bool:
    """True when a lower-case word is a verb in the third person plural, whose -ent is not heard."""
    if not word.endswith("ent") or len(word) < 5:
        return False
    if word.endswith("ment"):
        return word in _MUTE_MENT
    return word not in _HEARD_ENT and not word.endswith(_THIRD_SINGULAR)


def singulars(word: str) -> Iterator[str]:
    """The word and what it may be the plural or feminine of, so that a glossary of singulars explains it."""
    yield word
    for ending, other in (
        ("aux", "al"),
        ("s", ""),
        ("x", ""),
        ("es", ""),
        ("e", ""),
        ("ques", "c"),
        ("ves", "f"),
        ("euses", "eur"),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            yield word[: -len(ending)] + other


def inflections(word: str) -> frozenset[str]:
    """The words that `singulars` brings back to this one, and itself: its plurals and feminines."""
    found = {word, word + "s", word + "x", word + "es", word + "e"}
    for ending, other in (
        ("al", "aux"),
        ("c", "ques"),
        ("c", "que"),
        ("f", "ves"),
        ("f", "ve"),
        ("eur", "euse"),
        ("eur", "euses"),
    ):
        if word.endswith(ending):
            found.add(word[: -len(ending)] + other)
    return frozenset(found)


def is_common(word: str, explained: Iterable[str] = ()) -> bool:
    """True when a lower-case word needs no explanation: a frequent form, or one that the glossary explains.

    A compound (« pair-aidance ») is as rare as its rarest part; parts of two letters say nothing.
    """
    key = word.replace("’", "'")
    forms = common_forms()
    if key in forms or any(form in explained for form in singulars(key)):
        return True
    if "-" not in key:
        return False
    parts = [part for part in key.split("-") if len(part) > 2]
    return bool(parts) and all(part in forms for part in parts)
