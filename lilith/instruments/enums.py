"""Stable codes of instruments and of what they tell."""

from django.db import models


class InstrumentKind(models.TextChoices):
    """What a questionnaire is for; each kind says how its answers are read."""

    COMPREHENSION = "comprehension", "test de compréhension"


class ComprehensionState(models.TextChoices):
    """A draft has no text yet; an open test has one, and takes answers; a closed one keeps both."""

    DRAFT = "brouillon", "brouillon"
    OPEN = "ouvert", "ouvert"
    CLOSED = "clos", "clos"


class AnswerChannel(models.TextChoices):
    """Where a reader answered."""

    SITE = "site", "sur le site"
    PAPER = "papier", "sur papier"


class GateState(models.TextChoices):
    """What readers say of a text."""

    NOT_TESTED = "pas-teste", "pas encore testé"
    TOO_FEW = "pas-assez", "pas assez de lecteurs"
    UNDERSTOOD = "compris", "compris"
    TO_REWRITE = "a-reecrire", "à réécrire"
    TO_RETEST = "a-retester", "à retester"
