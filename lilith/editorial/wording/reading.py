"""What is said of the words of one text, or of the fields of a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from lilith.foundation.slots import ProseFields, prose_fields
from lilith.library.selectors import ReadingWords, reading_words
from lilith.literacy.selectors import Goal, Hint, Level, Reading, level_reached, missing_unknown, normalise, review

LARGEST_TEXT = 1_000_000
# An easy-to-read sentence has so many words at most.
LONGEST_EASY_SENTENCE = 12
# With fewer words, a share or a mean says little.
FEW_WORDS = 40
# Hints shown at once: more are told by their number.
SHOWN = 40
_BESIDE = 40
_BEFORE_MARK = re.compile(r" (?=[:;?!»])")
KINDS = {
    "long_sentence": "Phrase longue",
    "rare_word": "Mot rare",
    "passive": "Voix passive",
    "acronym": "Sigle",
    "percentage": "Pourcentage",
    "roman_numeral": "Chiffre romain",
    "stigma": "Mot blessant",
    "jargon": "Mot d’étude",
    "missing_unknown": "Ce qu’on ne sait pas",
}
READERS = {
    Level.EVERYONE: "niveau 1, pour tout le monde",
    Level.FURTHER: "niveau 2, pour en savoir plus",
    Level.SCIENTIFIC: "niveau 3, pour les professionnels et la recherche",
}


class TooLargeError(Exception):
    """A text, or a form, has more than LARGEST_TEXT bytes."""

    message = "Ce texte est trop long\u00a0: un million de signes au plus. Lisez-le en plusieurs fois."


@dataclass(frozen=True)
class WrittenText:
    """The text of one field as it is now. `field`: « practices.practicepage.essential »; `level`: what its form says, or None."""

    field: str
    text: str
    level: Level | None = None


@dataclass(frozen=True)
class PlacedHint:
    """A hint with the words around it, on one line."""

    hint: Hint
    kind: str
    before: str
    after: str

    @property
    def said(self) -> str:
        """What is said of the place, and what to do there; no line begins with « » »."""
        said = f"{self.hint.message} {self.hint.suggestion}".strip()
        return _BEFORE_MARK.sub("\u00a0", said).replace("« ", "«\u00a0")


@dataclass(frozen=True)
class WordReading:
    """All that a person who writes reads of one text. `reached`: the easiest level whose goals the text meets."""

    level: Level
    easy_to_read: bool
    reading: Reading
    goals: list[Goal]
    reached: Level | None
    hints: list[PlacedHint]
    hidden: int

    @property
    def is_empty(self) -> bool:
        return not self.reading.words

    @property
    def is_short(self) -> bool:
        return self.reading.words < FEW_WORDS

    @property
    def missed(self) -> list[Goal]:
        return [goal for goal in self.goals if not goal.is_met]

    @property
    def goals_in_order(self) -> list[Goal]:
        """Those to reach first."""
        return sorted(self.goals, key=lambda goal: goal.is_met)

    @property
    def hint_count(self) -> int:
        return len(self.hints) + self.hidden

    @property
    def readers(self) -> str:
        return "facile à lire et à comprendre (FALC)" if self.easy_to_read else READERS[self.level]


def read_text(*, text: str, level: Level, easy_to_read: bool = False) -> WordReading:
    """Read one text for a level. Raises TooLargeError."""
    _refuse_large([text])
    return _read(text, level, reading_words(), easy_to_read=easy_to_read)


def read_fields(*, texts: Sequence[WrittenText]) -> list[WordReading | None]:
    """Read the fields of a form, in order; None for a field that no room offers to the reader of words. Raises TooLargeError."""
    _refuse_large([written.text for written in texts])
    words = reading_words()
    return [_read_field(written, words) for written in texts]


def _refuse_large(texts: Sequence[str]) -> None:
    if sum(len(text.encode("utf-8", "replace")) for text in texts) > LARGEST_TEXT:
        raise TooLargeError


def _read_field(written: WrittenText, words: ReadingWords) -> WordReading | None:
    label, _, name = written.field.rpartition(".")
    known: ProseFields | None = prose_fields(label)
    if known is None or name not in known.levels:
        return None
    level = Level(known.levels[name] or written.level or Level.FURTHER)
    return _read(
        written.text,
        level,
        words,
        easy_to_read=name in known.easy_to_read,
        says_unknown=name in known.unknown,
        is_glossary=known.is_glossary,
    )


def _read(
    text: str,
    level: Level,
    words: ReadingWords,
    *,
    easy_to_read: bool = False,
    says_unknown: bool = False,
    is_glossary: bool = False,
) -> WordReading:
    # As check_reading does: the name of the site is known, and the glossary explains its own words.
    known = words.glossary if is_glossary else {settings.WAGTAIL_SITE_NAME.lower()}
    found = review(
        text,
        level=level,
        acronyms=words.acronyms,
        known_words=known,
        advice=words.advice,
        longest=LONGEST_EASY_SENTENCE if easy_to_read else None,
    )
    hints = found.hints + (missing_unknown(text) if says_unknown else [])
    whole = normalise(text)
    return WordReading(
        level=level,
        easy_to_read=easy_to_read,
        reading=found.reading,
        goals=found.goals,
        reached=level_reached(found.reading),
        hints=[_placed(hint, whole) for hint in hints[:SHOWN]],
        hidden=max(0, len(hints) - SHOWN),
    )


def _placed(hint: Hint, text: str) -> PlacedHint:
    """Whole words around the place, within its line; « … » where the line goes on."""
    line_start = text.rfind("\n", 0, hint.start) + 1
    line_end = text.find("\n", hint.end)
    line_end = len(text) if line_end < 0 else line_end
    if hint.end - hint.start > len(hint.excerpt):  # a long sentence, cut
        return PlacedHint(hint=hint, kind=KINDS[hint.kind], before="", after="…")
    before, after = text[line_start : hint.start], text[hint.end : line_end]
    if len(before) > _BESIDE:
        before = "… " + before[-_BESIDE:].partition(" ")[2]
    if len(after) > _BESIDE:
        after = after[:_BESIDE].rpartition(" ")[0] + " …"
    return PlacedHint(hint=hint, kind=KINDS[hint.kind], before=before, after=after)
