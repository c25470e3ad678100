"""Dates and readers, in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from lilith.accounts.enums import Role
from lilith.editorial.enums import Stage
from lilith.foundation.templatetags.lilith import jour

# What is asked at each stage.
QUESTIONS: dict[str, str] = {
    Stage.LITERACY: "Ce texte se comprend-il du premier coup\u00a0? Les mots sont-ils simples, les phrases courtes\u00a0?",
    Stage.LIVED_EXPERIENCE: "Ce texte est-il juste et respectueux\u00a0? Vous serait-il utile, à vous ou à un proche\u00a0?",
    Stage.SCIENCE: "Ce que dit ce texte est-il exact et à jour\u00a0? Dit-il aussi ce qu’on ne sait pas\u00a0?",
    Stage.PUBLICATION: "Les trois relectures ont eu lieu. Ce texte peut-il aller aux lecteurs\u00a0?",
}
# « relu par … »
READERS: dict[str, str] = {
    Role.LITERACY: "la littératie",
    Role.LIVED_EXPERIENCE: "le groupe des personnes concernées",
    Role.COMMITTEE: "le comité scientifique",
    Role.COORDINATION: "la coordination",
    Role.ADMIN: "l’administration",
}


def due_on(*, started_at: datetime, days: int) -> date:
    """The last day of a stage: `days` days after the day it began, in Paris."""
    return timezone.localdate(started_at) + timedelta(days=days)


def in_days(*, day: date, today: date) -> str:
    """« aujourd’hui », « demain », « dans 3 jours », « en retard de 2 jours »."""
    gap = (day - today).days
    if gap < 0:
        return f"en retard de {-gap} jour{'s' if gap < -1 else ''}"
    return {0: "aujourd’hui", 1: "demain"}.get(gap, f"dans {gap} jours")


def deadline(*, day: date, today: date) -> str:
    """« avant le 6 décembre 2026 (dans 14 jours) »."""
    return f"avant le {jour(day)} ({in_days(day=day, today=today)})"


def reader(role: str) -> str:
    """« le comité scientifique » for the code of a role."""
    return READERS.get(role, Role(role).label if role in Role.values else role)
