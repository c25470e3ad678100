"""Every measure of a text: the same definitions as the project's black-box checker, so that both say the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from lilith.literacy.acronyms import EVERYDAY, Acronyms, find_acronyms, find_romans
from lilith.literacy.lexicon import bare, ends_mute, is_common
from lilith.literacy.passive import Passive, find_passives, may_be_passive
from lilith.literacy.sentences import Sentence, blocks_of, normalise, sentences_of
from lilith.literacy.syllables import count_syllables

# One pattern each: a search for either of them would look at every letter.
_PERCENTAGES = (
    ("%", re.compile(r"\d[\d\s\u202f\u00a0.,]*\s?%")),
    ("cent", re.compile(r"pour(?<!\w....)\s?cents?\b")),
    ("‰", re.compile(r"\b\d+\s?‰")),
)
LONG_NUMBER = re.compile(r"\b\d{1,3}(?:[ \u00a0\u202f.]\d{3})+\b|\b\d{5,}\b")
_NEGATION = re.compile(r"[nN](?<!\w.)(?:[eE]\b|[’'])")
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
def _word(word: str) -> tuple[str, bool, bool, int, bool, int, bool]:
    """(the word without elision, in lower case; whether it may be rare; whether it has a capital; its syllables; whether a form
    of « être » is in it; its negations; whether it is common)."""
    core = bare(word)
    low = core.lower()
    may_be_rare = len(core) >= _SHORTEST_TESTED and not core.isupper() and not _DIGIT.search(core)
    syllables = count_syllables(word.lower(), mute_plural=ends_mute(low))
    return low, may_be_rare, core[:1].isupper(), syllables, may_be_passive(word), len(_NEGATION.findall(word)), is_common(low)


def names_in(sentences: list[Sentence]) -> frozenset[str]:
    """Lower-case words that the text writes with a capital inside a sentence: names of people, places, organisations."""
    words = {word for sentence in sentences for word in sentence.words[1:]}
    return frozenset(known[0] for known in map(_word, words) if known[2])


def rare_in(sentence: Sentence, *, explained: Collection[str], names: Collection[str]) -> tuple[int, list[str]]:
    """(how many words were looked at, the rare ones among them, in lower case); numbers, names and acronyms are left out."""
    tested, rare = 0, []
    for index, word in enumerate(sentence.words):
        low, may_be_rare, capital, _, _, _, common = _word(word)
        if not may_be_rare or (capital and (index > 0 or low in names)):
            continue
        tested += 1
        if not common and not is_common(low, explained):
            rare.append(low)
    return tested, rare


def percentages_in(text: str) -> list[re.Match[str]]:
    """The percentages of a text, in order: « 90 % », « pour cent », « 3 ‰ »."""
    found = [match for mark, pattern in _PERCENTAGES if mark in text for match in pattern.finditer(text)]
    return sorted(found, key=lambda match: match.start())


class Parsed:
    """A text cut into blocks and sentences, and what is found in it: computed once, read by measures and by hints."""

    def __init__(
        self,
        text: str,
        *,
        acronyms: Mapping[str, str],
        known_words: Collection[str],
        wrapped: bool | None,
        everyday: Collection[str] = EVERYDAY,
    ) -> None:
        self.text = normalise(text)
        self.blocks = blocks_of(self.text, wrapped=wrapped)
        self.everything = list(sentences_of(self.blocks))
        self.sentences = [sentence for sentence in self.everything if not sentence.is_fragment]
        self.explained = frozenset(word.lower().replace("’", "'") for word in known_words)
        self._acronyms, self._everyday = acronyms, everyday

    @cached_property
    def acronyms(self) -> Acronyms:
        return find_acronyms([block.text for block in self.blocks], self._acronyms, self._everyday)

    @cached_property
    def romans(self) -> list[tuple[int, str]]:
        return find_romans(self.text)

    @cached_property
    def percentages(self) -> list[re.Match[str]]:
        return percentages_in(self.text)

    @cached_property
    def passives(self) -> list[tuple[Sentence, list[Passive]]]:
        """Each sentence that has passives, fragments too."""
        likely = (sentence for sentence in self.everything if any(_word(word)[4] for word in sentence.words))
        pairs = ((sentence, find_passives(sentence.text)) for sentence in likely)
        return [(sentence, found) for sentence, found in pairs if found]

    @cached_property
    def rare(self) -> tuple[int, list[tuple[Sentence, list[str]]]]:
        """(how many words were looked at, each sentence that has rare words with these)."""
        names = names_in(self.sentences)
        tested, pairs = 0, []
        for sentence in self.sentences:
            looked_at, found = rare_in(sentence, explained=self.explained, names=names)
            tested += looked_at
            if found:
                pairs.append((sentence, found))
        return tested, pairs


def measure(parsed: Parsed) -> Reading:
    """Measure a parsed text; see `selectors.score`."""
    everything, sentences = parsed.everything, parsed.sentences
    all_words = sum(len(sentence.words) for sentence in everything)
    if not sentences:
        return Reading(words=all_words, fragments=len(everything))
    lengths = [len(sentence.words) for sentence in sentences]
    words = sum(lengths)
    tested, rare_pairs = parsed.rare
    rare = Counter(word for _, found in rare_pairs for word in found)
    in_sentences = [found for sentence, found in parsed.passives if not sentence.is_fragment]
    known = [_word(word) for sentence in sentences for word in sentence.words]
    syllables, negations = sum(word[3] for word in known), sum(word[5] for word in known)
    mean, per_word = words / len(sentences), syllables / words
    body = "\n".join(block.text for block in parsed.blocks)
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
        passives=tuple(passive.text for found in in_sentences for passive in found),
        passive_share=_share(len(in_sentences), len(sentences)),
        negations_per_100=_share(negations, words),
        explained_acronyms=parsed.acronyms.explained,
        unexplained_acronyms=parsed.acronyms.unexplained,
        roman_numerals=tuple(letters for _, letters in parsed.romans),
        percentages=tuple(match.group() for match in parsed.percentages),
        long_numbers=len(LONG_NUMBER.findall(body)),
        longest=longest.text[:200],
    )
