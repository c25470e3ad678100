"""Questions as an editor writes them, before they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_ITEMS, MOST_ITEMS = 3, 5
FEWEST_CHOICES, MOST_CHOICES = 2, 4


@dataclass(frozen=True)
class ItemDraft:
    """A question as an editor writes it; `right` is the rank of the right answer among `choices`, from 0."""

    question: str
    choices: tuple[str, ...]
    right: int
    help: str = ""


def faults_of(items: Sequence[ItemDraft]) -> list[str]:
    """What is wrong with questions, in words; a draft may still have too few of them."""
    faults = []
    if len(items) > MOST_ITEMS:
        faults.append(f"{len(items)} questions\u00a0: {MOST_ITEMS} au plus.")
    for number, item in enumerate(items, start=1):
        name = f"Question {number}\u00a0:"
        if not item.question.strip():
            faults.append(f"{name} écrivez la question.")
        if not FEWEST_CHOICES <= len(item.choices) <= MOST_CHOICES:
            faults.append(f"{name} proposez de {FEWEST_CHOICES} à {MOST_CHOICES} réponses.")
        if len({" ".join(choice.casefold().split()) for choice in item.choices}) < len(item.choices):
            faults.append(f"{name} deux réponses sont les mêmes.")
        if any(not choice.strip() for choice in item.choices):
            faults.append(f"{name} une réponse est vide.")
        if not 0 <= item.right < len(item.choices):
            faults.append(f"{name} dites quelle réponse est la bonne.")
    return faults
