"""Stable codes of the library."""

from django.db import models


class PublicationType(models.TextChoices):
    ARTICLE = "article", "article"
    REPORT = "rapport", "rapport"
    GUIDE = "guide", "guide"
    BOOK = "ouvrage", "ouvrage"
    LAW = "texte-officiel", "texte officiel"
    RECOMMENDATION = "recommandations", "recommandations"
    STUDY = "etude", "étude ou évaluation"
    DOCUMENT = "document", "document source du projet"

    @property
    def plural(self) -> str:
        """The name of a list of this type, « Articles »."""
        return {
            "article": "Articles",
            "rapport": "Rapports",
            "guide": "Guides",
            "ouvrage": "Ouvrages",
            "texte-officiel": "Textes officiels",
            "recommandations": "Recommandations",
            "etude": "Études et évaluations",
            "document": "Documents du projet",
        }[self.value]


class DefinitionBasis(models.TextChoices):
    DOCUMENT = "document", "tirée des documents du projet"
    GENERAL = "general", "définition courante"


class TrackKind(models.TextChoices):
    CAPTIONS = "captions", "sous-titres"
    DESCRIPTIONS = "descriptions", "description des images"


class VideoHost(models.TextChoices):
    """Hosts whose player can be embedded after a click; `file` is our own file."""

    FILE = "file", "fichier du site"
    YOUTUBE = "youtube", "YouTube"
    VIMEO = "vimeo", "Vimeo"
    DAILYMOTION = "dailymotion", "Dailymotion"
    LINK = "link", "simple lien"
