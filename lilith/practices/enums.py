"""Stable codes of practices."""

from django.db import models


class PathwayCode(models.TextChoices):
    LIFE = "parcours-de-vie", "Parcours de vie"
    CARE = "parcours-de-soins", "Parcours de soins"


class PracticeKind(models.TextChoices):
    PROGRAMME = "programme", "programme"
    SCHEME = "dispositif", "dispositif"
    PRACTICE = "pratique", "pratique"
    TOOL = "outil", "outil"
    DIGITAL = "service-numerique", "service numérique"


class DocumentsLevel(models.TextChoices):
    """What the source documents let one say of the evidence: a prudent reading, not an appraisal."""

    STRONG = "fort", "fort"
    MODERATE = "modere", "modéré"
    PROMISING = "prometteur", "prometteur"
    NOT_ASSESSED = "non-evalue", "non évalué"


class Status(models.TextChoices):
    PROVEN = "probante", "probante"
    PROMISING = "prometteuse", "prometteuse"
    TO_ASSESS = "a_evaluer", "à évaluer"
    NOT_PROVEN = "non_probante", "non probante"


class StatusBasis(models.TextChoices):
    DOCUMENTS = "documents", "d’après les documents"
    APPRAISAL = "appraisal", "d’après une évaluation critique"


class SiteState(models.TextChoices):
    RUNNING = "en-activite", "en activité"
    AUTHORISED = "autorise", "autorisé"
    PLANNED = "prevu", "prévu"
    CONSIDERED = "envisage", "envisagé"
    STOPPED = "arrete", "arrêté"
    NAMED = "cite", "cité, état non précisé"


class SiteScope(models.TextChoices):
    PLACE = "lieu", "un lieu"
    REGION = "region", "toute une région"
    FRANCE = "france", "toute la France"
    ABROAD = "etranger", "hors de France"
    UNKNOWN = "inconnu", "lieu inconnu"


class LinkKind(models.TextChoices):
    """How a practice relates to another one (N11)."""

    PREREQUISITE = "prerequis", "demande d’abord"
    STRENGTHENS = "renforce", "marche mieux avec"
    REPLACES = "remplace", "prend la place de"
    SAME_TEAM = "meme-equipe", "peut être portée par la même équipe"
    VARIANT = "variante", "variante de"
    SEE_ALSO = "voir-aussi", "voir aussi"


class TeamState(models.TextChoices):
    """What the documents say of the team named on a practice; none is agreed yet."""

    EXPECTED = "pressentie", "équipe d’appui pressentie, à confirmer"
    CARRIER = "porteuse", "équipe qui porte la pratique, non désignée comme équipe d’appui"
