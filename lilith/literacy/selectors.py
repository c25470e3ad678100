"""The door of the room: how easy a French text is, whether it meets the goals of a level, and where it is hard."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lilith.literacy.advice import Advice, AdviceKind, WordList
from lilith.literacy.goals import Goal, Level, goals_of, level_reached
from lilith.literacy.hints import Hint, HintKind, hints_in, long_sentences_in, missing_unknown_in
from lilith.literacy.measures import Parsed, Reading, measure
from lilith.literacy.sentences import normalise

__all__ = [
    "Advice",
    "AdviceKind",
    "Goal",
    "Hint",
    "HintKind",
    "Level",
    "Reading",
    "Review",
    "WordList",
    "hints",
    "judge",
    "level_reached",
    "long_sentences",
    "missing_unknown",
    "normalise",
    "review",
    "score",
]
NO_ADVICE = WordList()


@dataclass(frozen=True, slots=True)
class Review:
    """All that is said of one text: its measures, the goals of the level it is for, and its hints in the order of the text."""

    reading: Reading
    goals: list[Goal]
    hints: list[Hint]


def score(
    text: str, *, acronyms: Mapping[str, str], known_words: Collection[str] = (), wrapped: bool | None = False
) -> Reading:
    """Measure a plain French text (no HTML, no Markdown; a paragraph or a list item a line).

    `acronyms`: those that the page explains by itself (glossary, `<abbr title>`), acronym → expansion.
    `known_words`: words that the glossary explains; they and their plurals are never rare.
    `wrapped`: True when lines were cut at a width, None to guess.
    """
    return measure(Parsed(text, acronyms=acronyms, known_words=known_words, wrapped=wrapped))


def judge(reading: Reading, level: Level | int) -> list[Goal]:
    """Each goal of a level (1, 2 or 3), met or not; none when the text has no sentence. Raises ValueError for another level."""
    return goals_of(reading, Level(level))


def hints(
    text: str,
    *,
    level: Level | int,
    acronyms: Mapping[str, str],
    known_words: Collection[str] = (),
    advice: WordList = NO_ADVICE,
    longest: int | None = None,
) -> list[Hint]:
    """What an editor may mend in a plain text, in the order of the text.

    `advice`: words to avoid. `longest`: words that a sentence may have, when the level does not say it (easy-to-read texts: 12).
    """
    parsed = Parsed(text, acronyms=acronyms, known_words=known_words, wrapped=False)
    return hints_in(parsed, level=Level(level), advice=advice, longest=longest)


def review(
    text: str,
    *,
    level: Level | int,
    acronyms: Mapping[str, str],
    known_words: Collection[str] = (),
    advice: WordList = NO_ADVICE,
    longest: int | None = None,
) -> Review:
    """`score`, `judge` and `hints` of one text, which is read once."""
    parsed = Parsed(text, acronyms=acronyms, known_words=known_words, wrapped=False)
    reading = measure(parsed)
    return Review(
        reading, goals_of(reading, Level(level)), hints_in(parsed, level=Level(level), advice=advice, longest=longest)
    )


def missing_unknown(text: str) -> list[Hint]:
    """One hint when the section that should say what is not known is empty; none otherwise."""
    return missing_unknown_in(text)


def long_sentences(text: str, *, longest: int) -> list[Hint]:
    """The sentences of a plain text that have more than `longest` words, in their order; titles and labels are left out."""
    return long_sentences_in(text, longest=longest)
