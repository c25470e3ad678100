"""Verbs in the passive voice, by rule: « être » and a past participle that is not a past tense of movement or of « se »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lilith.literacy.lexicon import read_words

_ETRE_WORDS = """
    suis es est sommes êtes sont étais était étions étiez étaient fus fut fûmes fûtes furent serai seras sera
    serons serez seront serais serait serions seriez seraient sois soit soyons soyez soient fût fussent être été
    étant
"""
_ETRE = frozenset(_ETRE_WORDS.split())
_LETTERS = re.compile(r"\w+")
_BETWEEN_WORDS = """
    pas plus moins jamais toujours encore déjà ainsi souvent bien très mal mieux également notamment alors donc
    aussi assez parfois enfin ensuite peu trop tous toutes tout toute guère rien même surtout désormais maintenant
    aujourd'hui non ni ici presque puis d'abord aussitôt bientôt là lui nous vous il elle on ils elles ce
"""
_BETWEEN = frozenset(_BETWEEN_WORDS.split())
# Participles that do not end in -é. Adjectives with the same endings (« petit », « publique », « vrai ») are far more frequent.
_OTHER_PARTICIPLES = "|".join(sorted(read_words("participles.txt")))
_PARTICIPLE = re.compile(rf"(?:[\w\-]+é|(?:ré|re|pré|co|sur|sous|non)?-?(?:{_OTHER_PARTICIPLES}))(?:e|s|es)?")
# Their compound past takes « être »: « est venu » is no passive.
_MOVEMENT = re.compile(
    r"(?:allé|(?:re)?parti|arrivé|décédé|(?:re|ad|par|inter|pro|sur|sou)?(?:de)?venu|mort|né|(?:re)?passé|r?entré|resté|retourné|sorti|"
    r"(?:re)?tombé|(?:re)?monté|(?:re)?descendu)(?:e|s|es)?"
)
_REFLEXIVE = frozenset({"se", "s'", "me", "m'", "te", "t'"})
_TOKEN = re.compile(r"(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu)[’']|[^\W_]+(?:[’'\-][^\W_]+)*|[^\w\s]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passive:
    """Where a passive stands in its sentence, from the form of « être » to the participle."""

    start: int
    end: int
    text: str


def may_be_passive(text: str) -> bool:
    """True when a form of « être » stands in a text: a sentence none of whose words has one is not looked at."""
    return not _ETRE.isdisjoint(_LETTERS.findall(text.lower()))


def find_passives(sentence: str) -> list[Passive]:
    """The passives of one sentence, in order."""
    if not may_be_passive(sentence):
        return []
    tokens = [(match.group().lower().replace("’", "'"), match.start(), match.end()) for match in _TOKEN.finditer(sentence)]
    found = []
    for index, (word, start, _end) in enumerate(tokens):
        form = word.partition("-")[0]  # « est-elle prévue ? »
        if form not in _ETRE or (index + 1 < len(tokens) and tokens[index + 1][0] == "été"):
            continue
        participle = _participle_after(tokens, index)
        if participle is None or _is_reflexive([token for token, _, _ in tokens[max(0, index - 4) : index]]):
            continue
        found.append(Passive(start, tokens[participle][2], sentence[start : tokens[participle][2]]))
    return found


def _participle_after(tokens: list[tuple[str, int, int]], index: int) -> int | None:
    for place in range(index + 1, min(index + 5, len(tokens))):
        word = tokens[place][0]
        if word in _BETWEEN or word.endswith("ment"):
            continue
        return place if is_participle(word) else None
    return None


def is_participle(word: str) -> bool:
    """True when a lower-case word can be the past participle of a passive."""
    return _PARTICIPLE.fullmatch(word) is not None and _MOVEMENT.fullmatch(word) is None


def _is_reflexive(before: list[str]) -> bool:
    if any(word in _REFLEXIVE for word in before):
        return True
    return any(first == second and first in ("nous", "vous") for first, second in zip(before, before[1:], strict=False))
