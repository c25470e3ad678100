"""The door of the room: how easy a French text is, whether it meets the goals of a level, and where it is hard."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lilith.literacy.goals import Goal, Level, goals_of
from lilith.literacy.hints import Hint, HintKind, hints_in, long_sentences_in
from lilith.literacy.measures import Reading, measure

__all__ = ["Goal", "Hint", "HintKind", "Level", "Reading", "hints", "judge", "long_sentences", "score"]


def score(
    text: str, *, acronyms: Mapping[str, str], known_words: Collection[str] = (), wrapped: bool | None = False
) -> Reading:
    """Measure a plain French text (no HTML, no Markdown; a paragraph or a list item a line).

    `acronyms`: those that the page explains by itself (glossary, `<abbr title>`), acronym → expansion.
    `known_words`: words that the glossary explains; they and their plurals are never rare.
    `wrapped`: True when lines were cut at a width, None to guess.
    """
    return measure(text, acronyms=acronyms, known_words=known_words, wrapped=wrapped)


def judge(reading: Reading, level: Level | int) -> list[Goal]:
    """Each goal of a level (1, 2 or 3), met or not; none when the text has no sentence. Raises ValueError for another level."""
    return goals_of(reading, Level(level))


def hints(
    text: str,
    *,
    level: Level | int,
    acronyms: Mapping[str, str],
    known_words: Collection[str] = (),
    plain_words: Mapping[str, str] | None = None,
    stigmatising: Mapping[str, str] | None = None,
) -> list[Hint]:
    """What an editor may mend in a plain text, in the order of the text.

    `plain_words`: rare word → plainer one. `stigmatising`: word to avoid → better one (may be empty); plurals are found too.
    """
    return hints_in(
        text,
        level=Level(level),
        acronyms=acronyms,
        known_words=known_words,
        plain_words=plain_words or {},
        stigmatising=stigmatising or {},
    )


def long_sentences(text: str, *, longest: int) -> list[Hint]:
    """The sentences of a plain text that have more than `longest` words, in their order; titles and labels are left out."""
    return long_sentences_in(text, longest=longest)
