"""Stable codes of the library."""

from django.db import models


class PublicationType(models.TextChoices):
    ARTICLE = "article", "article"
    REPORT = "rapport", "rapport"
    GUIDE = "guide", "guide"
    BOOK = "ouvrage", "ouvrage"
    CHAPTER = "chapitre", "chapitre d’ouvrage"
    THESIS = "these", "thèse ou mémoire"
    CONFERENCE = "communication", "communication"
    PREPRINT = "prepublication", "prépublication"
    LAW = "texte-officiel", "texte officiel"
    RECOMMENDATION = "recommandations", "recommandations"
    STUDY = "etude", "étude ou évaluation"
    DOCUMENT = "document", "document source du projet"
    OTHER = "autre", "autre texte"

    @property
    def plural(self) -> str:
        """The name of a list of this type, « Articles »."""
        return {
            "article": "Articles",
            "rapport": "Rapports",
            "guide": "Guides",
            "ouvrage": "Ouvrages",
            "chapitre": "Chapitres d’ouvrages",
            "these": "Thèses et mémoires",
            "communication": "Communications",
            "prepublication": "Prépublications",
            "texte-officiel": "Textes officiels",
            "recommandations": "Recommandations",
            "etude": "Études et évaluations",
            "document": "Documents du projet",
            "autre": "Autres textes",
        }[self.value]


class TextAccess(models.TextChoices):
    """Whether the whole text can be read without paying."""

    FREE = "libre", "libre"
    PAID = "payant", "payant"
    UNKNOWN = "inconnu", "inconnu"


class ReferenceFormat(models.TextChoices):
    """Formats of reference managers that we read and write; the code is the extension of the file."""

    RIS = "ris", "RIS"
    BIBTEX = "bib", "BibTeX"
    CSL_JSON = "json", "CSL-JSON"
    NBIB = "nbib", "PubMed (nbib)"


class BatchStatus(models.TextChoices):
    """Where an import is: read in a job, looked at by a person, written in a job."""

    WAITING = "attente", "en attente de lecture"
    READING = "lecture", "lecture en cours"
    READY = "apercu", "à vérifier"
    WRITING = "ecriture", "enregistrement en cours"
    DONE = "termine", "terminé"
    FAILED = "echec", "fichier refusé"


class RowStatus(models.TextChoices):
    """What was found when a reference was read."""

    READY = "prete", "prête"
    DUPLICATE = "doublon", "doublon possible"
    ERROR = "erreur", "erreur"


class RowDecision(models.TextChoices):
    """What the editor wants to do with a reference."""

    IMPORT = "importer", "Importer"
    MERGE = "fusionner", "Fusionner"
    SKIP = "ignorer", "Ne pas importer"


class DefinitionBasis(models.TextChoices):
    DOCUMENT = "document", "tirée des documents du projet"
    GENERAL = "general", "définition courante"


class AdviceReason(models.TextChoices):
    """Why a word is better avoided: the kinds of advice that the reader of words knows."""

    STIGMA = "stigma", "il peut blesser"
    JARGON = "jargon", "c’est un mot d’étude"
    RARE = "rare", "peu de gens le connaissent"


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
