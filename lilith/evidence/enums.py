"""Stable codes of the dossiers of evidence. Those that a method reads are in `rating.shapes` and are shown here too."""

from django.db import models

from lilith.evidence.rating.shapes import Certainty, Direction, Domain, Effect, Importance, Start

__all__ = [
    "Certainty",
    "Direction",
    "Domain",
    "Effect",
    "FranceEvidence",
    "Importance",
    "LeftOutReason",
    "Measure",
    "RightsDimension",
    "RightsLevel",
    "RightsVoice",
    "Start",
    "StudyDecision",
]


class FranceEvidence(models.TextChoices):
    """The strongest kind of study made in France; having places in France is another question."""

    UNKNOWN = "inconnue", "nous ne savons pas"
    NONE = "aucune", "aucune étude en France"
    DESCRIPTIVE = "descriptive", "une description, sans mesure d’effet"
    BEFORE_AFTER = "non-comparative", "une étude sans groupe de comparaison"
    COMPARATIVE = "comparative", "une étude avec un groupe de comparaison"
    TRIAL = "essai", "un essai avec tirage au sort"


class StudyDecision(models.TextChoices):
    TAKEN = "taken", "retenue"
    LEFT_OUT = "left_out", "écartée"


class LeftOutReason(models.TextChoices):
    """Why a study found by the search does not count."""

    OTHER_PEOPLE = "autres-personnes", "elle parle d’autres personnes"
    OTHER_PRACTICE = "autre-pratique", "elle porte sur une autre pratique"
    OTHER_OUTCOMES = "autres-resultats", "elle mesure d’autres résultats"
    NO_COMPARISON = "sans-comparaison", "elle ne compare à rien"
    ALREADY_COUNTED = "deja-comptee", "ses résultats sont déjà comptés ailleurs"
    NO_TEXT = "texte-introuvable", "le texte n’a pas été trouvé"
    QUALITY = "qualite", "sa méthode ne permet pas de conclure"
    RETRACTED = "retiree", "elle a été retirée"
    OTHER = "autre", "autre raison"


class Measure(models.TextChoices):
    """How an effect is written in the sources."""

    RR = "rr", "risque relatif (RR)"
    OR = "or", "rapport des cotes (OR)"
    HR = "hr", "rapport des risques instantanés (HR)"
    RD = "rd", "différence de risques (en points pour 100)"
    MD = "md", "différence de moyennes"
    SMD = "smd", "différence de moyennes standardisée"


class RightsDimension(models.TextChoices):
    """What the rights profile looks at (N1)."""

    CAPACITY = "capacity", "choix et capacité juridique"
    NO_COERCION = "no_coercion", "absence de contrainte"
    PARTICIPATION = "participation", "participation"
    INCLUSION = "inclusion", "inclusion"
    RECOVERY = "recovery", "rétablissement"


class RightsVoice(models.TextChoices):
    """Who signs a cell of the rights profile; both voices stand side by side."""

    COMMITTEE = "committee", "comité scientifique"
    LIVED_EXPERIENCE = "lived_experience", "groupe des personnes concernées"


class RightsLevel(models.TextChoices):
    STRENGTHENS = "strengthens", "renforce"
    RESPECTS = "respects", "respecte"
    MIXED = "mixed", "dépend de la façon de faire"
    THREATENS = "threatens", "menace"
