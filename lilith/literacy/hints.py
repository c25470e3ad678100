"""Places of a text that make it hard, and what to do there: shown to editors beside their text, never a refusal."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lilith.literacy.acronyms import acronym_of, candidates, find_acronyms, find_romans, roman_value
from lilith.literacy.goals import Level
from lilith.literacy.lexicon import bare, singulars
from lilith.literacy.measures import PERCENTAGE, names_in, rare_in
from lilith.literacy.passive import find_passives
from lilith.literacy.sentences import WORD, Block, Sentence, blocks_of, normalise, sentences_of


class HintKind(StrEnum):
    """What makes the place hard."""

    LONG_SENTENCE = "long_sentence"
    RARE_WORD = "rare_word"
    PASSIVE = "passive"
    ACRONYM = "acronym"
    PERCENTAGE = "percentage"
    ROMAN_NUMERAL = "roman_numeral"
    STIGMA = "stigma"


@dataclass(frozen=True, slots=True, order=True)
class Hint:
    """One place: `start` and `end` count characters of the text after `sentences.normalise` (composed letters)."""

    start: int
    end: int
    kind: HintKind
    excerpt: str
    message: str
    suggestion: str = ""


_LONGEST_SENTENCE = {Level.EVERYONE: 15, Level.FURTHER: 25, Level.SCIENTIFIC: 35}
_CUT = re.compile(
    r"[;:]\s|,\s(?:et|mais|car|or|donc|puis|ce qui|alors que|tandis que|qui|dont|où)\s"
    r"|\s(?:parce que|afin de|afin que|puisque|lorsque|qui|dont|et)\s"
)


def hints_in(
    text: str,
    *,
    level: Level,
    acronyms: Mapping[str, str],
    known_words: Collection[str],
    plain_words: Mapping[str, str],
    stigmatising: Mapping[str, str],
) -> list[Hint]:
    """See `selectors.hints`."""
    text = normalise(text)
    blocks = blocks_of(text, wrapped=False)
    sentences = list(sentences_of(blocks))
    found = list(_long_sentences(sentences, _LONGEST_SENTENCE[level]))
    found += _stigma(text, stigmatising)
    found += _acronyms(text, blocks, acronyms)
    if level < Level.SCIENTIFIC:
        found += _rare_words(sentences, known_words, plain_words)
        found += _passives(sentences)
        found += _romans(text)
    if level == Level.EVERYONE:
        found += _percentages(text)
    return sorted(found)


def long_sentences_in(text: str, *, longest: int) -> list[Hint]:
    """See `selectors.long_sentences`."""
    return list(_long_sentences(list(sentences_of(blocks_of(normalise(text), wrapped=False))), longest))


def _long_sentences(sentences: list[Sentence], longest: int) -> Iterator[Hint]:
    for sentence in sentences:
        count = len(sentence.words)
        if sentence.is_fragment or count <= longest:
            continue
        cuts = [match.start() for match in _CUT.finditer(sentence.text)]
        middle = len(sentence.text) / 2
        cut = min(cuts, key=lambda place: abs(place - middle), default=None)
        words_before = sentence.text[:cut].rstrip(" ,;:").split()[-4:]
        suggestion = f"Coupez par exemple après « …{' '.join(words_before)} »." if cut else "Une idée par phrase."
        yield Hint(
            sentence.place(0),
            sentence.place(len(sentence.text) - 1) + 1,
            HintKind.LONG_SENTENCE,
            sentence.text[:120],
            f"Cette phrase a {count} mots.",
            suggestion,
        )


def _rare_words(sentences: list[Sentence], known_words: Collection[str], plain_words: Mapping[str, str]) -> Iterator[Hint]:
    explained = {word.lower().replace("’", "'") for word in known_words}
    names = names_in(sentences)
    for sentence in sentences:
        if sentence.is_fragment:
            continue
        _, rare = rare_in(sentence, explained=explained, names=names)
        for match in WORD.finditer(sentence.text) if rare else ():
            core = bare(match.group())
            if core.lower() in rare:
                start = match.end() - len(core)
                plainer = next((plain_words[form] for form in singulars(core.lower()) if form in plain_words), "")
                yield Hint(
                    sentence.place(start),
                    sentence.place(match.end() - 1) + 1,
                    HintKind.RARE_WORD,
                    core,
                    f"« {core} » est un mot peu courant.",
                    f"Dites plutôt « {plainer} »." if plainer else "Dites-le autrement, ou expliquez-le.",
                )


def _passives(sentences: list[Sentence]) -> Iterator[Hint]:
    for sentence in sentences:
        for passive in find_passives(sentence.text):
            yield Hint(
                sentence.place(passive.start),
                sentence.place(passive.end - 1) + 1,
                HintKind.PASSIVE,
                passive.text,
                "La voix passive cache qui agit.",
                "Dites qui fait l’action : « on », « l’équipe », « vous ».",
            )


def _acronyms(text: str, blocks: list[Block], known: Mapping[str, str]) -> Iterator[Hint]:
    unexplained = find_acronyms([block.text for block in blocks], known).unexplained
    seen: set[str] = set()
    for match in candidates(text):
        name = acronym_of(match)
        if name in unexplained and name not in seen:
            seen.add(name)
            yield Hint(
                match.start(),
                match.end(),
                HintKind.ACRONYM,
                match.group(),
                f"Le sigle « {name} » n’est pas expliqué.",
                f"Écrivez d’abord les mots entiers, puis « ({name}) ».",
            )


def _percentages(text: str) -> Iterator[Hint]:
    for match in PERCENTAGE.finditer(text):
        number = re.match(r"[\d\s.,]*\d", match.group())
        shown = number.group().strip() if number else ""
        people = shown if shown and "," not in shown else "…"
        suggestion = f"Écrivez « {people} personnes sur 100 »."
        message = "Un pourcentage se comprend mal."
        yield Hint(match.start(), match.end(), HintKind.PERCENTAGE, match.group(), message, suggestion)


def _romans(text: str) -> Iterator[Hint]:
    for start, letters in find_romans(text):
        ending = re.sub(r"^[IVXLCDM]+", "", letters)
        yield Hint(
            start,
            start + len(letters),
            HintKind.ROMAN_NUMERAL,
            letters,
            "Les chiffres romains sont difficiles à lire.",
            f"Écrivez « {roman_value(letters)}{ending} ».",
        )


def _stigma(text: str, words: Mapping[str, str]) -> Iterator[Hint]:
    if not words:
        return
    by_length = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in by_length)})(?:e?s)?(?!\w)", re.IGNORECASE)
    replacements = {word.lower(): replacement for word, replacement in words.items()}
    for match in pattern.finditer(text):
        low = match.group().lower()
        better = next((replacements[form] for form in singulars(low) if form in replacements), "")
        yield Hint(
            match.start(),
            match.end(),
            HintKind.STIGMA,
            match.group(),
            f"« {match.group()} » peut blesser.",
            f"Dites plutôt « {better} »." if better else "Choisissez un mot qui respecte la personne.",
        )
