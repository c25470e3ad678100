"""Stable codes of stages and versions."""

from django.db import models


class Stage(models.TextChoices):
    """The readings of a text, in their order, from draft to readers."""

    LITERACY = "litteratie", "Littératie"
    LIVED_EXPERIENCE = "personnes-concernees", "Personnes concernées"
    SCIENCE = "science", "Science"
    PUBLICATION = "publication", "Publication"


class VersionKind(models.TextChoices):
    """How a version came to its readers."""

    LOADED = "loaded", "chargée d’après les documents"
    READ = "read", "relue"
    DIRECT = "direct", "publiée sans relecture"
    EARLIER = "earlier", "en ligne avant la tenue de l’historique"
