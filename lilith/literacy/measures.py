"""Every measure of a text: the same definitions as the project's black-box checker, so that both say the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lilith.literacy.acronyms import EVERYDAY, find_acronyms, find_romans
from lilith.literacy.lexicon import bare, ends_mute, is_common
from lilith.literacy.passive import find_passives
from lilith.literacy.sentences import Sentence, blocks_of, normalise, sentences_of
from lilith.literacy.syllables import count_syllables

PERCENTAGE = re.compile(r"\d[\d\s\u202f\u00a0.,]*\s?%|\bpour\s?cents?\b|\b\d+\s?‰")
LONG_NUMBER = re.compile(r"\b\d{1,3}(?:[ \u00a0\u202f.]\d{3})+\b|\b\d{5,}\b")
_NEGATION = re.compile(r"\b(?:ne\b|n[’'])", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SHORTEST_TESTED = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """The measures of one text. Shares are out of 100, rounded to one decimal.

    `words` counts everything; the other measures leave fragments out (titles, short items without a final mark).
    `kandel_moles` is 207 − 1.015 × words a sentence − 73.6 × syllables a word: the higher, the easier.
    `rare_words` and `unexplained_acronyms` give how often each stands in the text. A text without a sentence has
    `sentences` 0 and meets every goal.
    """

    words: int = 0
    sentences: int = 0
    fragments: int = 0
    mean_sentence: float = 0.0
    longest_sentence: int = 0
    share_over_12: float = 0.0
    share_over_15: float = 0.0
    share_over_25: float = 0.0
    syllables_per_word: float = 0.0
    kandel_moles: float = 0.0
    rare_share: float = 0.0
    rare_words: dict[str, int] = field(default_factory=dict)
    passives: tuple[str, ...] = ()
    passive_share: float = 0.0
    negations_per_100: float = 0.0
    explained_acronyms: dict[str, str] = field(default_factory=dict)
    unexplained_acronyms: dict[str, int] = field(default_factory=dict)
    roman_numerals: tuple[str, ...] = ()
    percentages: tuple[str, ...] = ()
    long_numbers: int = 0
    longest: str = ""


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


@lru_cache(maxsize=65536)
def _word(word: str) -> tuple[str, bool, bool, int]:
    """(the word without elision, in lower case; whether it may be rare; whether it has a capital; its syllables)."""
    core = bare(word)
    low = core.lower()
    may_be_rare = len(core) >= _SHORTEST_TESTED and not core.isupper() and not _DIGIT.search(core)
    syllables = count_syllables(word.lower(), mute_plural=ends_mute(low))
    return low, may_be_rare, core[:1].isupper(), syllables


def names_in(sentences: list[Sentence]) -> frozenset[str]:
    """Lower-case words that the text writes with a capital inside a sentence: names of people, places, organisations."""
    words = {word for sentence in sentences for word in sentence.words[1:]}
    return frozenset(low for low, _, capital, _ in map(_word, words) if capital)


def rare_in(sentence: Sentence, *, explained: Collection[str], names: Collection[str]) -> tuple[int, list[str]]:
    """(how many words were looked at, the rare ones among them, in lower case); numbers, names and acronyms are left out."""
    tested, rare = 0, []
    for index, word in enumerate(sentence.words):
        low, may_be_rare, capital, _ = _word(word)
        if not may_be_rare or (capital and (index > 0 or low in names)):
            continue
        tested += 1
        if not is_common(low, explained):
            rare.append(low)
    return tested, rare


def measure(
    text: str,
    *,
    acronyms: Mapping[str, str],
    known_words: Collection[str],
    wrapped: bool | None = None,
    everyday: Collection[str] = EVERYDAY,
) -> Reading:
    """Measure a plain text; see `selectors.score`."""
    blocks = blocks_of(normalise(text), wrapped=wrapped)
    everything = list(sentences_of(blocks))
    sentences = [sentence for sentence in everything if not sentence.is_fragment]
    all_words = sum(len(sentence.words) for sentence in everything)
    if not sentences:
        return Reading(words=all_words, fragments=len(everything))
    explained = {word.lower().replace("’", "'") for word in known_words}
    names = names_in(sentences)
    lengths = [len(sentence.words) for sentence in sentences]
    words = sum(lengths)
    tested, syllables, in_passive, negations = 0, 0, 0, 0
    rare: Counter[str] = Counter()
    passives: list[str] = []
    for sentence in sentences:
        looked_at, found = rare_in(sentence, explained=explained, names=names)
        tested += looked_at
        rare.update(found)
        phrases = find_passives(sentence.text)
        passives += [phrase.text for phrase in phrases]
        in_passive += bool(phrases)
        negations += len(_NEGATION.findall(sentence.text))
        syllables += sum(_word(word)[3] for word in sentence.words)
    mean, per_word = words / len(sentences), syllables / words
    body = "\n".join(block.text for block in blocks)
    found_acronyms = find_acronyms([block.text for block in blocks], acronyms, everyday)
    longest = max(sentences, key=lambda sentence: len(sentence.words))
    return Reading(
        words=all_words,
        sentences=len(sentences),
        fragments=len(everything) - len(sentences),
        mean_sentence=round(mean, 1),
        longest_sentence=max(lengths),
        share_over_12=_share(sum(length > 12 for length in lengths), len(lengths)),
        share_over_15=_share(sum(length > 15 for length in lengths), len(lengths)),
        share_over_25=_share(sum(length > 25 for length in lengths), len(lengths)),
        syllables_per_word=round(per_word, 3),
        kandel_moles=round(207 - 1.015 * mean - 73.6 * per_word, 1),
        rare_share=_share(sum(rare.values()), max(1, tested)),
        rare_words=dict(rare.most_common()),
        passives=tuple(passives),
        passive_share=_share(in_passive, len(sentences)),
        negations_per_100=_share(negations, words),
        explained_acronyms=found_acronyms.explained,
        unexplained_acronyms=found_acronyms.unexplained,
        roman_numerals=tuple(letters for _, letters in find_romans(text)),
        percentages=tuple(match.group() for match in PERCENTAGE.finditer(text)),
        long_numbers=len(LONG_NUMBER.findall(body)),
        longest=longest.text[:200],
    )
