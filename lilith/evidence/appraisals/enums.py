"""Stable codes of committees, interests and appraisals; the words are those that readers see."""

from django.db import models


class CommitteeKind(models.TextChoices):
    METHOD = "method", "sous-comité Méthode"
    PRACTICES = "practices", "sous-comité Bonnes pratiques"
    AD_HOC = "ad_hoc", "comité pour une pratique"


class Capacity(models.TextChoices):
    MEMBER = "member", "membre"
    CHAIR = "chair", "présidence"


class InterestKind(models.TextChoices):
    """What could make a judgment less free. `none` is a declaration too: someone looked and found nothing."""

    NONE = "none", "aucun lien"
    FINANCIAL = "financial", "argent reçu ou placé"
    EMPLOYMENT = "employment", "emploi"
    LEADS = "leads", "direction ou portage d’une pratique"
    RESEARCH = "research", "recherche ou publication"
    PERSONAL = "personal", "lien personnel ou familial"


class AppraisalState(models.TextChoices):
    """Where an appraisal stands, as the public reads it."""

    RECEIVED = "received", "reçue"
    READING = "reading", "en lecture"
    TO_COMPLETE = "to_complete", "à compléter"
    DELIBERATION = "deliberation", "en délibération"
    PUBLISHED = "published", "publiée"
    CLOSED = "closed", "close sans suite"


ENDED = (AppraisalState.PUBLISHED, AppraisalState.CLOSED)


class ReadingState(models.TextChoices):
    OPEN = "open", "en cours"
    DONE = "done", "terminée"


class SettlementKind(models.TextChoices):
    AGREEMENT = "agreement", "accord des deux lecteurs"
    THIRD = "third", "troisième lecteur"


class Voice(models.TextChoices):
    """The three voices without which nothing is published (N19)."""

    SCIENTIFIC = "scientific", "avis scientifique"
    LIVED_EXPERIENCE = "lived_experience", "avis des personnes concernées"
    RELATIVES = "relatives", "lecture des proches"


class Decision(models.TextChoices):
    APPROVE = "approve", "favorable à la publication"
    REFUSE = "refuse", "défavorable à la publication"
    READ = "read", "lu"
