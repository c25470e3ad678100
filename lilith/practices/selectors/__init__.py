"""Questions about practices, themes and pathways."""

from lilith.practices.selectors.cards import PracticeCard, cards_of
from lilith.practices.selectors.practice import practice_context, principal_theme_of, with_presence
from lilith.practices.selectors.signals import Signal, evidence_signal, france_signal, rights_signal, signals_of
from lilith.practices.selectors.themes import (
    Door,
    ThemeLink,
    doors,
    practices_of_theme,
    replacements_of,
    theme_context,
    themes_of_pathway,
)

__all__ = [
    "Door",
    "PracticeCard",
    "Signal",
    "ThemeLink",
    "cards_of",
    "doors",
    "evidence_signal",
    "france_signal",
    "practice_context",
    "practices_of_theme",
    "principal_theme_of",
    "replacements_of",
    "rights_signal",
    "signals_of",
    "theme_context",
    "themes_of_pathway",
    "with_presence",
]
