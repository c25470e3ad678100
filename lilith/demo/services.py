"""The demonstration: one account a role, on the machine itself only."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import Grant, erase_person, set_demonstration_account, sync_groups
from lilith.evidence.services import appraisals
from lilith.foundation.models import PreparedStage
from lilith.instruments.services import forget_demonstration_answers
from lilith.participation.services import forget_demonstration, load_demonstration
from lilith.territories.models import Departement, Region

DOMAIN = "demo.invalid"
PUBLIC_PASSWORD = "lilith-demo"  # noqa: S105


class DemonstrationRefusedError(Exception):
    """This site is not one where the public password may exist."""


@dataclass(frozen=True)
class DemoAccount:
    """`name` is what stands before `@demo.invalid`; a territory is given by the code of a département or of a region."""

    name: str
    display_name: str
    role: Role
    departement: str = ""
    region: str = ""

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


ACCOUNTS = (
    DemoAccount("admin", "Administration", Role.ADMIN),
    DemoAccount("coordination", "Coordination", Role.COORDINATION),
    DemoAccount("redaction", "Rédaction", Role.WRITER),
    DemoAccount("litteratie", "Littératie", Role.LITERACY),
    DemoAccount("comite", "Comité, première personne", Role.COMMITTEE),
    DemoAccount("comite-2", "Comité, deuxième personne", Role.COMMITTEE),
    # Someone who has not read the invented dossier: a key is never given by a reader.
    DemoAccount("comite-3", "Comité scientifique, troisième personne", Role.COMMITTEE),
    DemoAccount("usagers", "Personne concernée", Role.LIVED_EXPERIENCE),
    DemoAccount("proche", "Proche", Role.RELATIVE),
    DemoAccount("moderation", "Modération, première personne", Role.MODERATOR),
    DemoAccount("moderation-2", "Modération, deuxième personne", Role.MODERATOR),
    DemoAccount("equipe-appui", "Équipe d’appui", Role.SUPPORT_TEAM),
    DemoAccount("porteur", "Équipe de terrain", Role.FIELD_TEAM, departement="25"),
    DemoAccount("membre", "Membre", Role.MEMBER),
    DemoAccount("coordination-ptsm", "Coordination de PTSM", Role.PTSM_COORDINATION, departement="73"),
    DemoAccount("pilote", "Pilote d’une action", Role.PILOT, departement="73"),
    DemoAccount("ars", "Agence régionale de santé", Role.ARS, region="84"),
    DemoAccount("pair-chercheur", "Chercheur pair", Role.PEER_RESEARCHER),
)


@transaction.atomic
def load_demo() -> int:
    """Make or mend the demonstration accounts, with their password and roles; returns how many there are.

    Raises DemonstrationRefusedError where the settings forbid the demonstration.
    """
    if not settings.DEMO:
        raise DemonstrationRefusedError
    sync_groups()
    for account in ACCOUNTS:
        grant = Grant(
            role=account.role,
            departement=Departement.objects.get(code=account.departement) if account.departement else None,
            region=Region.objects.get(code=account.region) if account.region else None,
        )
        set_demonstration_account(
            email=account.email,
            display_name=f"{account.display_name} (démo)",
            password=PUBLIC_PASSWORD,
            roles=[grant],
        )
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(is_demo=True)}
    load_demonstration(member=people["usagers"], relative=people["proche"], keeper=people["coordination"], now=timezone.now())
    appraisals.load_demonstration(people=people, now=timezone.now())
    return len(ACCOUNTS)


@transaction.atomic
def clear_demo() -> int:
    """Erase every demonstration account, with its sessions, preferences and test answers; returns how many there were.

    Allowed anywhere.
    """
    forget_demonstration()
    appraisals.forget_demonstration()
    accounts = list(User.objects.filter(is_demo=True))
    for user in accounts:
        erase_person(user=user)
        user.delete()
    forget_demonstration_answers()
    # Or the next start would bring them back.
    PreparedStage.objects.filter(name="demo").delete()
    return len(accounts)
