"""Small sentences about dates and levels that several pages share."""

from __future__ import annotations

from datetime import date

from lilith.evidence.enums import Domain
from lilith.evidence.rating.shapes import RAISING

# What a reader answers, by number of levels.
LOWERS = ("Non, rien à enlever", "Oui, un niveau de moins", "Oui, deux niveaux de moins")
RAISES = ("Non, rien à ajouter", "Oui, un niveau de plus", "Oui, deux niveaux de plus")
QUESTIONS = {
    Domain.RISK_OF_BIAS: "La façon de faire les études peut-elle fausser le résultat\u00a0?",
    Domain.INCONSISTENCY: "Les études se contredisent-elles\u00a0?",
    Domain.INDIRECTNESS: "Les personnes ou le contexte étudiés sont-ils différents\u00a0?",
    Domain.IMPRECISION: "Le chiffre manque-t-il de précision\u00a0?",
    Domain.PUBLICATION_BIAS: "Des études ont-elles pu ne pas être publiées\u00a0?",
    Domain.LARGE_EFFECT: "L’effet est-il très grand\u00a0?",
    Domain.DOSE_RESPONSE: "L’effet grandit-il quand on en fait plus\u00a0?",
    Domain.OPPOSING_CONFOUNDING: "Ce qui fausse aurait-il plutôt caché l’effet\u00a0?",
}
SEATS = {1: "Lecteur 1", 2: "Lecteur 2", 3: "Troisième lecteur"}


def answers(domain: Domain) -> tuple[str, ...]:
    """The words of each number of levels of a domain."""
    return RAISES if domain in RAISING else LOWERS


def level_words(domain: Domain, value: int) -> str:
    """One answer, short: « un niveau de moins »."""
    if not value:
        return "rien à ajouter" if domain in RAISING else "rien à enlever"
    return f"{'deux niveaux' if value == 2 else 'un niveau'} de {'plus' if domain in RAISING else 'moins'}"


def due_words(due: date, today: date) -> str:
    """When something is due: « dans 3 jours », « en retard de 2 jours »."""
    days = (due - today).days
    if days == 0:
        return "aujourd’hui"
    if days == 1:
        return "demain"
    count = f"{abs(days)} jour{'s' if abs(days) > 1 else ''}"
    return f"dans {count}" if days > 0 else f"en retard de {count}"
