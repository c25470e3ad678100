"""Vocabularies, words of people, and words to avoid."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from pydantic import Field, model_validator

from lilith.launch.schemas.base import Strict, Text
from lilith.launch.schemas.evidence import OutcomeRow
from lilith.library.enums import AdviceReason


class Vocabulary(Strict):
    audiences: list[dict[str, str]]
    ptsm_priorities: list[dict[str, Any]]
    missions: list[dict[str, Any]]
    outcomes: list[OutcomeRow] = []


class WordRow(Strict):
    words: Annotated[list[Text], Field(min_length=1)]
    terms: Annotated[list[Text], Field(min_length=1)]
    note: Text | None = None


class Words(Strict):
    rows: list[WordRow]


class AdviceRow(Strict):
    word: Annotated[str, Field(min_length=1, max_length=120)]
    forms: list[Text] = []
    reason: AdviceReason
    say: Annotated[str, Field(max_length=200)] = ""
    why: Annotated[str, Field(max_length=300)] = ""


class WordsToAvoid(Strict):
    rows: list[AdviceRow]

    @model_validator(mode="after")
    def each_word_once(self) -> WordsToAvoid:
        twice = [word for word, count in Counter(row.word.lower() for row in self.rows).items() if count > 1]
        if twice:
            raise ValueError(f"ces mots sont là deux fois : {', '.join(twice)}")
        return self
