"""Places of a text that make it hard, and what to do there: shown to editors beside their text, never a refusal."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from lilith.literacy.acronyms import acronym_of, candidates, roman_value
from lilith.literacy.advice import Advice, AdviceKind, WordList
from lilith.literacy.goals import Level
from lilith.literacy.lexicon import bare
from lilith.literacy.measures import Parsed, names_in, rare_in
from lilith.literacy.sentences import WORD, Sentence, blocks_of, normalise, sentences_of, words_of


class HintKind(StrEnum):
    """What makes the place hard."""

    LONG_SENTENCE = "long_sentence"
    RARE_WORD = "rare_word"
    PASSIVE = "passive"
    ACRONYM = "acronym"
    PERCENTAGE = "percentage"
    ROMAN_NUMERAL = "roman_numeral"
    STIGMA = "stigma"
    JARGON = "jargon"
    MISSING_UNKNOWN = "missing_unknown"


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
_ADVISED = {
    AdviceKind.STIGMA: (HintKind.STIGMA, "« {} » peut blesser.", "Choisissez un mot qui respecte la personne."),
    AdviceKind.JARGON: (HintKind.JARGON, "« {} » est un mot d’étude.", "Dites-le avec des mots de tous les jours."),
    AdviceKind.RARE: (HintKind.RARE_WORD, "« {} » est un mot peu courant.", "Dites-le autrement, ou expliquez-le."),
}
_CUT = re.compile(
    r"[;:]\s|,\s(?:et|mais|car|or|donc|puis|ce qui|alors que|tandis que|qui|dont|où)\s"
    r"|\s(?:parce que|afin de|afin que|puisque|lorsque|qui|dont|et)\s"
)


def hints_in(parsed: Parsed, *, level: Level, advice: WordList, longest: int | None = None) -> list[Hint]:
    """See `selectors.hints`."""
    advised = advice.find(parsed.text)
    found = list(_long_sentences(parsed.everything, longest or _LONGEST_SENTENCE[level]))
    found += _advised(parsed.text, advised, level)
    found += _acronyms(parsed)
    if level < Level.SCIENTIFIC:
        found += _rare_words(parsed, {place for start, end, _ in advised for place in range(start, end)})
        found += _passives(parsed)
        found += _romans(parsed)
    if level == Level.EVERYONE:
        found += _percentages(parsed)
    return sorted(found)


def missing_unknown_in(text: str) -> list[Hint]:
    """See `selectors.missing_unknown`."""
    if words_of(text):
        return []
    return [
        Hint(
            0,
            0,
            HintKind.MISSING_UNKNOWN,
            "",
            "Cette rubrique est vide.",
            "Si les documents le permettent, dites ce qu’on ne sait pas encore.",
        )
    ]


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


def _rare_words(parsed: Parsed, advised: Collection[int]) -> Iterator[Hint]:
    _, pairs = parsed.rare
    names = names_in(parsed.everything)
    for sentence, _found in pairs:
        _, rare = rare_in(sentence, explained=parsed.explained, names=names)
        for match in WORD.finditer(sentence.text) if rare else ():
            core = bare(match.group())
            start = sentence.place(match.end() - len(core))
            if core.lower() in rare and start not in advised:
                yield Hint(
                    start,
                    sentence.place(match.end() - 1) + 1,
                    HintKind.RARE_WORD,
                    core,
                    f"« {core} » est un mot peu courant.",
                    "Dites-le autrement, ou expliquez-le.",
                )


def _passives(parsed: Parsed) -> Iterator[Hint]:
    for sentence, passives in parsed.passives:
        for passive in passives:
            yield Hint(
                sentence.place(passive.start),
                sentence.place(passive.end - 1) + 1,
                HintKind.PASSIVE,
                passive.text,
                "La voix passive cache qui agit.",
                "Dites qui fait l’action : « on », « l’équipe », « vous ».",
            )


def _acronyms(parsed: Parsed) -> Iterator[Hint]:
    unexplained = parsed.acronyms.unexplained
    seen: set[str] = set()
    for match in candidates(parsed.text) if unexplained else ():
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


def _percentages(parsed: Parsed) -> Iterator[Hint]:
    for match in parsed.percentages:
        number = re.match(r"[\d\s.,]*\d", match.group())
        shown = number.group().strip() if number else ""
        people = shown if shown and "," not in shown else "…"
        suggestion = f"Écrivez « {people} personnes sur 100 »."
        message = "Un pourcentage se comprend mal."
        yield Hint(match.start(), match.end(), HintKind.PERCENTAGE, match.group(), message, suggestion)


def _romans(parsed: Parsed) -> Iterator[Hint]:
    for start, letters in parsed.romans:
        ending = re.sub(r"^[IVXLCDM]+", "", letters)
        yield Hint(
            start,
            start + len(letters),
            HintKind.ROMAN_NUMERAL,
            letters,
            "Les chiffres romains sont difficiles à lire.",
            f"Écrivez « {roman_value(letters)}{ending} ».",
        )


def _advised(text: str, advised: list[tuple[int, int, Advice]], level: Level) -> Iterator[Hint]:
    for start, end, item in advised:
        # Professionals and researchers read the words of their work; words that hurt are for nobody.
        if level == Level.SCIENTIFIC and item.kind is not AdviceKind.STIGMA:
            continue
        kind, message, otherwise = _ADVISED[item.kind]
        written = text[start:end]
        yield Hint(
            start,
            end,
            kind,
            written,
            message.format(written) + (f" {item.why}" if item.why else ""),
            f"Dites plutôt « {item.say} »." if item.say else otherwise,
        )
