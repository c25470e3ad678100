"""Stable codes of what is told, when, and what the coordination may do about it."""

from django.db import models


class Rhythm(models.TextChoices):
    """When a person receives what is told to them."""

    AT_ONCE = "at_once", "tout de suite"
    DAILY = "daily", "une fois par jour, à 7 heures"
    WEEKLY = "weekly", "une fois par semaine, le lundi à 7 heures"
    NEVER = "never", "jamais"


class State(models.TextChoices):
    """Where a piece of news stands: it waits for a summary, is withheld, stands in a mail, or will never leave."""

    WAITING = "waiting", "en attente"
    HELD = "held", "retenue"
    WRITTEN = "written", "mise dans un courriel"
    DROPPED = "dropped", "annulée"


class Step(models.TextChoices):
    """What the coordination decides about a mail or a piece of news that has not left."""

    HOLD = "hold", "retenu"
    RELEASE = "release", "remis en route"
    CANCEL = "cancel", "annulé"


class Verb(models.TextChoices):
    """What can be done in this room."""

    HOLD_MAILS = "hold_mails", "voir ce qui va partir, retenir, annuler"
