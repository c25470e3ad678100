"""Stable codes of the search room: the kinds of results of the public API, in the order in which they are shown."""

from django.db import models


class Kind(models.TextChoices):
    PRACTICE = "practice", "Pratiques"
    THEME = "theme", "Thèmes"
    PAGE = "page", "Pages"
    TERM = "term", "Mots expliqués"
    TEAM = "team", "Équipes d’appui"
    TRAINING = "training", "Formations"
    NEWS = "news", "Actualités"
    EVENT = "event", "Agenda"
    PUBLICATION = "publication", "Publications"
    ORGANISATION = "organisation", "Organismes"
    QUESTION = "question", "Questions"
    TERRITORY = "territory", "Territoires"


# Facets that a practice carries; each value is a stable code.
FACETS = ("theme", "audience", "kind", "status", "region", "priority", "action")
