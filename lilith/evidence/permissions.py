"""Who may do what with evidence, rights and appraisals: one table, role by verb.

A verb opens a door; a rule may still close it for one dossier: nobody appraises what they lead or have an interest in
(`appraisals/standing.py`). There is no way round the table: the flag of a superuser gives no voice, and the people
who keep the accounts have none either.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from lilith.accounts.enums import Role


class Verb(models.TextChoices):
    """What can be done in this room."""

    EDIT_DOSSIER = "edit_dossier", "écrire un dossier de preuves"
    SIGN_RIGHTS_COMMITTEE = "sign_rights_committee", "juger les droits, au nom du comité"
    SIGN_RIGHTS_PANEL = "sign_rights_panel", "juger les droits, au nom des personnes concernées"
    DECLARE_INTEREST = "declare_interest", "déclarer ses liens d’intérêts"
    OPEN_APPRAISAL = "open_appraisal", "ouvrir ou clore une évaluation"
    ASSIGN_READERS = "assign_readers", "nommer les lecteurs"
    MANAGE_COMMITTEES = "manage_committees", "composer les comités"
    APPRAISE = "appraise", "lire et juger un dossier"
    SETTLE = "settle", "trancher un désaccord"
    SIGN_SCIENTIFIC = "sign_scientific", "donner l’avis scientifique"
    SIGN_LIVED_EXPERIENCE = "sign_lived_experience", "donner l’avis des personnes concernées"
    READ_AS_RELATIVE = "read_as_relative", "lire au nom des proches"
    ADD_MINORITY_OPINION = "add_minority_opinion", "écrire un avis minoritaire"
    ANSWER_AS_OWNER = "answer_as_owner", "répondre, quand on porte la pratique"
    OVERRULE = "overrule", "passer outre un refus"
    PUBLISH_APPRAISAL = "publish_appraisal", "publier une évaluation"


# Whoever leads a practice may answer, whatever their role: the list of owners of the dossier says who.
_ANSWER = frozenset({Verb.ANSWER_AS_OWNER, Verb.DECLARE_INTEREST})

TABLE: dict[Role, frozenset[Verb]] = {
    **dict.fromkeys(Role, _ANSWER),
    Role.ADMIN: _ANSWER | {Verb.EDIT_DOSSIER, Verb.MANAGE_COMMITTEES},
    Role.COORDINATION: _ANSWER
    | {
        Verb.EDIT_DOSSIER,
        Verb.OPEN_APPRAISAL,
        Verb.ASSIGN_READERS,
        Verb.MANAGE_COMMITTEES,
        Verb.OVERRULE,
        Verb.PUBLISH_APPRAISAL,
    },
    Role.COMMITTEE: _ANSWER
    | {
        Verb.EDIT_DOSSIER,
        Verb.SIGN_RIGHTS_COMMITTEE,
        Verb.APPRAISE,
        Verb.SETTLE,
        Verb.SIGN_SCIENTIFIC,
        Verb.ADD_MINORITY_OPINION,
    },
    Role.LIVED_EXPERIENCE: _ANSWER | {Verb.SIGN_RIGHTS_PANEL, Verb.SIGN_LIVED_EXPERIENCE, Verb.ADD_MINORITY_OPINION},
    Role.RELATIVE: _ANSWER | {Verb.READ_AS_RELATIVE, Verb.ADD_MINORITY_OPINION},
}


def allows(role: str, verb: Verb) -> bool:
    """True when the table gives this verb to this role; an unknown role has none."""
    return role in Role.values and verb in TABLE.get(Role(role), frozenset())


def roles_with(verb: Verb) -> frozenset[Role]:
    """The roles to which the table gives this verb."""
    return frozenset(role for role in Role if allows(role, verb))


def roles_for(user: Any, verb: Verb) -> list[Role]:
    """The roles of `user` that give `verb`, the oldest grant first; none for an anonymous or a closed account."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    granted = sorted(user.roles.all(), key=lambda grant: (grant.granted_at, grant.pk))
    return list(dict.fromkeys(Role(grant.role) for grant in granted if allows(grant.role, verb)))


def can(user: Any, verb: Verb) -> bool:
    """True when a role that `user` holds gives `verb`."""
    return bool(roles_for(user, verb))
