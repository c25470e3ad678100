"""Stable codes of roles and verbs."""

from django.db import models


class Role(models.TextChoices):
    """What a person does on the platform. One account may hold several."""

    ADMIN = "admin", "administration"
    COORDINATION = "coordination", "coordination"
    WRITER = "redaction", "rédaction"
    LITERACY = "litteratie", "littératie"
    COMMITTEE = "comite", "comité scientifique"
    LIVED_EXPERIENCE = "usagers", "groupe des personnes concernées"
    RELATIVE = "proche", "proche"
    MODERATOR = "moderation", "modération"
    SUPPORT_TEAM = "equipe-appui", "équipe d’appui"
    FIELD_TEAM = "porteur", "équipe de terrain"
    MEMBER = "membre", "membre"
    PTSM_COORDINATION = "coordination-ptsm", "coordination de PTSM"
    PILOT = "pilote", "pilote d’action"
    ARS = "ars", "agence régionale de santé"
    PEER_RESEARCHER = "pair-chercheur", "chercheur pair"


class Verb(models.TextChoices):
    """What can be done in this room and in the back office."""

    OPEN_BACK_OFFICE = "open_back_office", "ouvrir la rédaction"
    EDIT_CONTENT = "edit_content", "écrire les textes"
    PUBLISH_CONTENT = "publish_content", "publier"
    EDIT_WORDS = "edit_words", "tenir le glossaire et les mots de la recherche"
    IMPORT_REFERENCES = "import_references", "importer des références"
    READ_REPORTS = "read_reports", "lire les rapports de la rédaction"
    MANAGE_ACCOUNTS = "manage_accounts", "gérer les comptes"
    ANSWER_CLAIMS = "answer_claims", "confier un organisme à quelqu’un"


class OrganisationRole(models.TextChoices):
    """What a person is in one organisation."""

    MEMBER = "membre", "membre"
    MANAGER = "responsable", "responsable"


class OrganisationVerb(models.TextChoices):
    """What can be done in one organisation, by those who belong to it."""

    SEE_MEMBERS = "see_members", "voir les membres"
    LEAVE = "leave", "quitter"
    INVITE = "invite", "inviter"
    ANSWER_REQUESTS = "answer_requests", "répondre aux demandes"
    MANAGE_MEMBERS = "manage_members", "changer le rôle d’un membre, mettre fin à sa place"


class JoinKind(models.TextChoices):
    """What is asked: to join, or to take charge of an organisation that nobody manages here."""

    JOIN = "rejoindre", "rejoindre"
    CLAIM = "prendre", "s’en occuper"


class JoinState(models.TextChoices):
    WAITING = "attente", "en attente"
    ACCEPTED = "acceptee", "acceptée"
    REFUSED = "refusee", "refusée"
    WITHDRAWN = "retiree", "retirée"


class OrganisationKind(models.TextChoices):
    """Families of the directory; the exact type of each organisation stays in its own words."""

    CARE = "soins", "Hôpitaux et lieux de soins"
    PUBLIC = "administration", "Administrations et agences"
    USERS = "personnes-concernees", "Associations de personnes concernées et de proches"
    ASSOCIATION = "associations", "Associations et fédérations"
    RESOURCE = "ressources", "Centres ressources et réseaux"
    RESEARCH = "recherche", "Recherche et formation"
    LOCAL = "collectivites", "Collectivités et élus"
    OTHER = "autres", "Autres organismes"
