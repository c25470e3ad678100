"""Stable codes of testimonies, consents and paid time."""

from django.db import models


class Verb(models.TextChoices):
    """What can be done in this room."""

    DECLARE_TIME = "declare_time", "déclarer son temps"
    VALIDATE_TIME = "validate_time", "valider et payer le temps des autres"
    READ_LEDGER = "read_ledger", "lire le registre du temps"
    EDIT_TESTIMONIES = "edit_testimonies", "écrire les témoignages"
    SEE_CONSENT_CONTACTS = "see_consent_contacts", "noter les consentements et voir les adresses"


class Voice(models.TextChoices):
    """From where someone speaks."""

    CONCERNED = "concernee", "personne concernée"
    RELATIVE = "proche", "proche"
    PEER_WORKER = "pair", "pair-aidant ou médiateur de santé pair"
    PROFESSIONAL = "professionnel", "professionnel"


class ConsentKind(models.TextChoices):
    """What a line of the history of a consent says."""

    GIVEN = "donne", "donné"
    RENEWED = "renouvele", "renouvelé"
    WITHDRAWN = "retire", "retiré"


class ConsentHow(models.TextChoices):
    """How the person told us."""

    PAPER = "papier", "par écrit, sur papier"
    MAIL = "courriel", "par courriel"
    LINK = "lien", "par le lien reçu par courriel"
    ACCOUNT_ERASED = "compte", "en faisant effacer son compte"


class ConsentState(models.TextChoices):
    """Where the consent of a testimony stands on one day."""

    NONE = "aucun", "pas de consentement"
    ALIVE = "valable", "consentement valable"
    NOT_ON_SITE = "hors-site", "consentement sans le site"
    TEXT_CHANGED = "texte-change", "texte à faire accepter"
    TO_RENEW = "a-renouveler", "consentement à renouveler"
    WITHDRAWN = "retire", "témoignage retiré"


class TimeKind(models.TextChoices):
    """What the time was given to."""

    READING = "relecture", "relecture"
    COMMITTEE = "comite", "comité"
    GROUP = "groupe", "groupe de travail"
    TRAINING = "formation", "formation"
    OTHER = "autre", "autre"


class TimeState(models.TextChoices):
    """Where an hour entry stands."""

    DECLARED = "declaree", "à valider"
    CORRECTED = "corrigee", "corrigée, à valider"
    VALIDATED = "validee", "validée"
    REFUSED = "refusee", "à revoir"
    PAID = "payee", "payée"
    CANCELLED = "annulee", "annulée"
