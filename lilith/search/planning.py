"""What a question asks of the index: tokens, with the place in the question that each may answer and a weight."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection

from lilith.search.analyzer import Position, analyse_question, clean
from lilith.search.impacts import rarity, whole_tokens
from lilith.search.models import IndexState, Token, Word
from lilith.search.results import Correction
from lilith.search.spelling import nearest_words
from lilith.search.thesaurus import Said, current

LONGEST_QUESTION = 200
MOST_WORDS = 12
# Of 100: how much a concept, a respelt word, or an acronym typed in small letters counts beside the word itself.
_CONCEPT = 50
_CORRECTED = 80
_WHOLE = 60
# A place that no word of the question has: what answers it adds to a score and is not missed when absent.
_BONUS_PLACE = 99
# Postings read to find documents: more would take longer than a reader waits.
_MOST_POSTINGS = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A token that answers a place of the question. `weight` = rarity × share, a whole number."""

    token_id: int
    place: int
    weight: int


@dataclass(slots=True)
class Plan:
    """A question, ready to be put to the index. `mass[place]` is what answering a place is worth."""

    query: str
    wanted: list[Wanted] = field(default_factory=list)
    mass: dict[int, int] = field(default_factory=dict)
    finders: frozenset[int] = frozenset()
    corrections: list[Correction] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    marked: frozenset[str] = frozenset()
    phrases: list[str] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)


def tidy(query: str) -> str:
    """What was typed, short and storable: control characters are spaces, runs of spaces are one."""
    text = clean(query[: LONGEST_QUESTION * 4])
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())[:LONGEST_QUESTION].strip()


def plan_for(query: str) -> Plan:
    """Read a question against the index as it is now."""
    plan = Plan(query=tidy(query))
    positions = analyse_question(plan.query, most=MOST_WORDS)
    if not positions:
        return plan
    state = IndexState.objects.filter(pk=1).first() or IndexState()
    thesaurus = current(version=state.thesaurus_version, database=str(connection.settings_dict["NAME"]))
    said = thesaurus.said_in_question(positions)
    texts = {token for position in positions for token in position.tokens} | {one.concept for one in said}
    known = _known(texts)
    covered = {place for one in said if one.concept in known for place in range(one.start, one.end)}
    replaced = _join_cut_words(plan, positions, known)
    for place, position in enumerate(positions):
        if any(token in known for token in position.tokens) or place in covered:
            continue
        words = nearest_words(position.form)
        if words:
            best = words[0]
            positions[place] = Position((best.token,), best.form, best.display)
            plan.corrections.append(Correction(position.surface, best.display))
            replaced = True
        else:
            plan.unknown.append(position.form)
    if replaced:
        said = thesaurus.said_in_question(positions)
        texts = {token for position in positions for token in position.tokens} | {one.concept for one in said}
        known = _known(texts)
    plan.positions = positions
    whole = _known(set(whole_tokens(positions, [one.concept for one in said if one.is_all_of(positions)])))
    _weigh(plan, said, known, state.document_count, {correction.used for correction in plan.corrections})
    for token in whole.values():
        weight = rarity(documents=state.document_count, having=token.document_count) * _WHOLE // 100
        plan.wanted.append(Wanted(token.pk, _BONUS_PLACE, weight))
        plan.finders |= {token.pk}
    plan.phrases = [phrase.text for one in said for phrase in thesaurus.phrases(one.concept)]
    tokens = {token for position in positions for token in position.tokens if token in known}
    plan.marked = frozenset(Word.objects.filter(token__in=tokens).values_list("form", flat=True))
    return plan


def _join_cut_words(plan: Plan, positions: list[Position], known: dict[str, Token]) -> bool:
    """« bi polaire » is bipolaire when one of the two stands nowhere and the whole does; changes `positions`."""
    for place in range(len(positions) - 1):
        pair = positions[place : place + 2]
        if len(pair) < 2 or all(any(token in known for token in position.tokens) for position in pair):
            continue
        form = pair[0].form + pair[1].form
        word = Word.objects.filter(form=form).first()
        if word:
            positions[place : place + 2] = [Position((word.token,), form, word.display)]
            plan.corrections.append(Correction(f"{pair[0].surface} {pair[1].surface}", word.display))
            known.update(_known({word.token}))
            return True
    return False


def _known(texts: set[str]) -> dict[str, Token]:
    return {token.text: token for token in Token.objects.filter(text__in=texts, document_count__gt=0)}


def _weigh(plan: Plan, said: list[Said], known: dict[str, Token], documents: int, corrected: set[str]) -> None:
    weights: dict[tuple[int, int], int] = defaultdict(int)
    frequencies: dict[int, int] = {}
    for place, position in enumerate(plan.positions):
        share = _CORRECTED if position.surface in corrected else 100
        for text in position.tokens:
            token = known.get(text)
            if token is None:
                continue
            weight = rarity(documents=documents, having=token.document_count) * share // 100
            weights[token.pk, place] = max(weights[token.pk, place], weight)
            frequencies[token.pk] = token.document_count
            # A lone stem and its acronym: whichever is found answers the place.
            plan.mass[place] = max(plan.mass.get(place, 0), weight)
    for one in said:
        token = known.get(one.concept)
        if token is None:
            continue
        length = one.end - one.start
        weight = rarity(documents=documents, having=token.document_count) * _CONCEPT // 100
        frequencies[token.pk] = token.document_count
        for place in range(one.start, one.end):
            own = plan.mass.get(place, 0)
            worth = max(weight // length, own * _CONCEPT // 100 if own else 0)
            weights[token.pk, place] = max(weights[token.pk, place], worth)
            plan.mass.setdefault(place, worth)
    plan.wanted = [Wanted(token_id, place, weight) for (token_id, place), weight in sorted(weights.items())]
    plan.finders = _finders(frequencies)


def _finders(frequencies: dict[int, int]) -> frozenset[int]:
    """The rarest tokens, as many as can be read quickly; the very common ones only order what these find."""
    finders: set[int] = set()
    read = 0
    for token_id, count in sorted(frequencies.items(), key=lambda item: (item[1], item[0])):
        read += count
        if finders and read > _MOST_POSTINGS:
            break
        finders.add(token_id)
    return frozenset(finders)
