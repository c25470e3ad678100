"""People, two kinds of mail of an invented room, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.template import engines
from django.test import Client

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import Grant, create_account, sync_groups
from lilith.foundation import slots
from lilith.notifications import services
from lilith.notifications.models import Preference
from lilith.territories.services import load_reference_geography

# A Sunday, at eleven in Paris.
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NEWS, ASK, OUTSIDE = "room.news", "room.ask", "room.outside"
TEXTS = {
    "room/mail/hello.txt": '{% extends "foundation/mail/base.txt" %}{% block body %}Bonjour, {{ what }}.\n{{ site_url }}{{ path }}{% endblock %}',
    "room/mail/hello.html": '{% extends "foundation/mail/base.html" %}{% block body %}<p>Bonjour, {{ what }}.</p>{% endblock %}',
}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engines["django"].engine
    found = engine.find_template

    def find(name: str, *args: Any, **kwargs: Any) -> Any:
        return (engine.from_string(TEXTS[name]), None) if name in TEXTS else found(name, *args, **kwargs)

    monkeypatch.setattr(engine, "find_template", find)
    monkeypatch.setattr(slots, "_notification_kinds", {})
    everyone, nobody = (lambda user: True), (lambda user: False)
    readers = {Role.LITERACY.value, Role.COMMITTEE.value}
    kind = slots.NotificationKind
    for made in (
        kind(NEWS, "Des nouvelles", "room/mail/hello", audience=everyone),
        kind(
            ASK, "Une question vous attend", "room/mail/hello", default="at_once", must_answer=True,
            audience=lambda user: any(grant.role in readers for grant in user.roles.all()),
        ),
        kind(
            OUTSIDE, "Votre accord", "room/mail/hello", nobody, default="at_once", must_answer=True, outside="une personne qui témoigne",
        ),
    ):  # fmt: skip
        slots.register_notification_kind(made)


@pytest.fixture(autouse=True)
def clock() -> Any:
    """It is NOW; `clock.move_to(…)` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def groups(db: None) -> None:
    load_reference_geography()
    sync_groups()


@pytest.fixture
def person(groups: None) -> Callable[..., User]:
    """`person(Role.LITERACY)`: an account holding these roles, the same one each time for one `name`."""

    def make(*roles: Role, name: str = "") -> User:
        name = name or "-".join(role.value for role in roles) or "personne"
        known = User.objects.filter(email=f"{name}@exemple.fr").first()
        return known or create_account(
            email=f"{name}@exemple.fr",
            display_name=name,
            password="trois mots sans lien",
            roles=[Grant(role) for role in roles],
        )

    return make


@pytest.fixture
def reader(person: Callable[..., User]) -> User:
    return person(Role.LITERACY)


@pytest.fixture
def keeper(person: Callable[..., User]) -> User:
    return person(Role.COORDINATION)


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """A browser in which this person is signed in."""

    def open_for(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return open_for


def tell(*users: User, kind: str = NEWS, key: str = "k", subject: str = "Une nouvelle", now: datetime = NOW) -> int:
    return services.notify(
        kind=kind, recipients=users, subject=subject, path="/pratiques/", context={"what": "voici"}, key=key, now=now,
        line="Une phrase.",
    )  # fmt: skip


def wants(user: User, rhythm: str, kind: str = NEWS) -> None:
    Preference.objects.update_or_create(user=user, kind=kind, defaults={"rhythm": rhythm, "changed_at": NOW})
