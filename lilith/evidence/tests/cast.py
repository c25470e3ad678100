"""People with a role and a declaration, and an appraisal taken to each of its stages by the services themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lilith.accounts.enums import Role
from lilith.accounts.models import RoleGrant, User
from lilith.evidence.appraisals import services
from lilith.evidence.appraisals.cells import Cell, cells_to_judge, lines_to_judge
from lilith.evidence.appraisals.enums import Decision, InterestKind, Voice
from lilith.evidence.appraisals.services.readings import Typed
from lilith.evidence.enums import Domain
from lilith.evidence.models import Appraisal, Dossier, Reading
from lilith.evidence.tests.rows import NOW, a_dossier, a_line, a_study

TODAY = date(2026, 11, 22)
LATER = NOW + timedelta(days=1)


def a_person(name: str, *roles: Role, declared: bool = True, **fields: Any) -> User:
    """An account with these roles, which declared yesterday that it has no tie."""
    user = User.objects.create_user(f"{name}@exemple.fr", display_name=name, **fields)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role)
    if declared and roles:
        services.declare_interest(user=user, kind=InterestKind.NONE, now=NOW - timedelta(days=1))
    return user


class Cast:
    """Everyone an appraisal needs, and a dossier with one line that rests on one trial."""

    def __init__(self, *, is_demo: bool = False) -> None:
        facts: dict[str, Any] = {"is_demo": is_demo}
        self.coordination = a_person("coordination", Role.COORDINATION, **facts)
        self.one = a_person("lectrice", Role.COMMITTEE, **facts)
        self.two = a_person("lecteur", Role.COMMITTEE, **facts)
        self.third = a_person("troisieme", Role.COMMITTEE, **facts)
        self.scientist = a_person("scientifique", Role.COMMITTEE, **facts)
        self.panel = a_person("panel", Role.LIVED_EXPERIENCE, **facts)
        self.relative = a_person("proche", Role.RELATIVE, **facts)
        self.admin = a_person("admin", Role.ADMIN, **facts)
        self.dossier: Dossier = a_dossier(is_demo=is_demo)
        self.line = a_line(self.dossier, studies=(a_study(self.dossier),))

    def opened(self) -> Appraisal:
        return services.open_appraisal(
            dossier=self.dossier,
            by=self.coordination,
            requested_by_role="équipe d’appui",
            reason="Un essai vient de paraître.",
            now=NOW,
        )

    def in_reading(self) -> Appraisal:
        appraisal = self.opened()
        for seat, reader in ((1, self.one), (2, self.two)):
            self.assign(appraisal, seat, reader)
        return fresh(appraisal)

    def assign(self, appraisal: Appraisal, seat: int, reader: User, **more: Any) -> Reading:
        return services.assign_reader(
            appraisal=appraisal,
            seat=seat,
            reviewer=reader,
            by=self.coordination,
            seen_version=fresh(appraisal).version,
            now=NOW,
            **more,
        )

    def typed(self, **values: int) -> dict[Cell, Typed]:
        """Every question answered 0, except those given by the code of their domain, with a reason."""
        return {
            cell: (values.get(cell[1].value, 0), "Parce que." if values.get(cell[1].value) else "")
            for cell in cells_to_judge(lines_to_judge(self.dossier))
        }

    def read(self, appraisal: Appraisal, reader: User, finish: bool = True, **values: Any) -> Reading:
        reading = Reading.objects.get(appraisal=appraisal, reviewer=reader, withdrawn_at__isnull=True)
        services.save_reading(
            reading=reading, by=reader, typed=self.typed(**values), seen_version=reading.version, now=NOW, finish=finish
        )
        reading.refresh_from_db()
        return reading

    def deliberating(self, first: dict[str, Any] | None = None, second: dict[str, Any] | None = None) -> Appraisal:
        appraisal = self.in_reading()
        self.read(appraisal, self.one, **(first or {}))
        self.read(appraisal, self.two, **(second or {}))
        return fresh(appraisal)

    def settle(self, appraisal: Appraisal, domain: Domain, value: int) -> None:
        """The first reader proposes, the second accepts."""
        settlement = services.write_settlement(
            appraisal=appraisal, line=self.line, domain=domain, value=value, reason="Après discussion.",
            by=self.one, seen_version=0, now=NOW,
        )  # fmt: skip
        services.accept_settlement(settlement=settlement, by=self.two, seen_version=1, now=NOW)

    def say(self, appraisal: Appraisal, voice: Voice, by: User, decision: Decision = Decision.APPROVE, reason: str = "") -> Any:
        return services.give_opinion(
            appraisal=appraisal, voice=voice, decision=decision, reason=reason, by=by,
            seen_round=fresh(appraisal).round, now=NOW,
        )  # fmt: skip

    def ready(self) -> Appraisal:
        appraisal = self.deliberating()
        self.say(appraisal, Voice.SCIENTIFIC, self.scientist)
        self.say(appraisal, Voice.LIVED_EXPERIENCE, self.panel)
        self.say(appraisal, Voice.RELATIVES, self.relative, Decision.READ)
        return fresh(appraisal)

    def published(self, **first: int) -> Any:
        """The rating of an appraisal taken to its end; the first reader alone takes away `first`, and both agree on it."""
        appraisal = self.deliberating(first)
        for code, value in first.items():
            self.settle(appraisal, Domain(code), value)
        self.say(appraisal, Voice.SCIENTIFIC, self.scientist, reason="Les essais sont solides.")
        self.say(appraisal, Voice.LIVED_EXPERIENCE, self.panel)
        self.say(appraisal, Voice.RELATIVES, self.relative, Decision.READ)
        return self.publish(fresh(appraisal))

    def published_against_a_refusal(self) -> Any:
        """The same, overruling the lived-experience panel, while a reader keeps a minority opinion."""
        appraisal = self.deliberating()
        self.say(appraisal, Voice.SCIENTIFIC, self.scientist)
        refusal = self.say(appraisal, Voice.LIVED_EXPERIENCE, self.panel, Decision.REFUSE, "Trop peu de choix.")
        self.say(appraisal, Voice.RELATIVES, self.relative, Decision.READ)
        services.overrule(opinion=refusal, by=self.coordination, reason="Le choix est dans la charte.", now=NOW)
        services.add_minority_opinion(appraisal=fresh(appraisal), text="Nous restons inquiets.", by=self.one, now=NOW)
        return self.publish(fresh(appraisal))

    def publish(self, appraisal: Appraisal) -> Any:
        return services.publish_appraisal(
            appraisal=appraisal, by=self.coordination, seen_version=fresh(appraisal).version, now=LATER
        )


def fresh(appraisal: Appraisal) -> Appraisal:
    return Appraisal.objects.select_related("dossier").get(pk=appraisal.pk)


def lose_role(user: User) -> User:
    """Take every role back, as an administrator would; returns the account as the next request sees it."""
    RoleGrant.objects.filter(user=user).delete()
    return User.objects.get(pk=user.pk)
