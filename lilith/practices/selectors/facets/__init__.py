"""Finding practices by facets: what was chosen, how many practices each other choice would give, which ones answer.

Several values of one facet add up; facets restrict one another. The count beside a choice is what that facet would give with
all the other facets as they stand.
"""

from lilith.practices.selectors.facets.choices import (
    ADDRESS,
    BY_KEY,
    FACETS,
    INDEXED,
    LONGEST_NAME,
    PARAMS,
    WHOLE_FRANCE,
    Facet,
    Selection,
    UnknownChoiceError,
    Vocabulary,
    read_selection,
    vocabulary,
)
from lilith.practices.selectors.facets.finding import Chip, Choice, FacetChoices, Found, find, for_cards, status_totals
from lilith.practices.selectors.facets.matching import folded

__all__ = [
    "ADDRESS",
    "BY_KEY",
    "Chip",
    "Choice",
    "FACETS",
    "Facet",
    "FacetChoices",
    "Found",
    "INDEXED",
    "LONGEST_NAME",
    "PARAMS",
    "Selection",
    "UnknownChoiceError",
    "Vocabulary",
    "WHOLE_FRANCE",
    "find",
    "folded",
    "for_cards",
    "read_selection",
    "status_totals",
    "vocabulary",
]
