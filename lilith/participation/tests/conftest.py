"""People of each role, testimonies and the clock, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import Grant, create_account, sync_groups
from lilith.participation import models, services
from lilith.participation.enums import ConsentHow
from lilith.territories.services import load_reference_geography

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ADDRESS = "quelqu.un@exemple.fr"


@pytest.fixture
def groups(db: None) -> None:
    load_reference_geography()
    sync_groups()


@pytest.fixture
def person(groups: None) -> Callable[..., User]:
    """`person(Role.LIVED_EXPERIENCE)`: an account holding these roles, the same one each time for one `name`."""

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
def browser() -> Callable[[User], Client]:
    """A browser in which this person is signed in."""

    def open_for(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return open_for


@pytest.fixture
def testimony(groups: None) -> models.Testimony:
    """A testimony without any consent."""
    record = models.Testimony(
        slug="le-premier-jour",
        title="Le premier jour chez moi",
        role="une personne accompagnée",
        text="<p>J’ai eu mes clés. J’ai dormi.</p>",
    )
    record.full_clean()
    record.save()
    return record


@pytest.fixture
def agreed(testimony: models.Testimony, person: Callable[..., User]) -> models.Testimony:
    """The same, with a consent given on paper on TODAY, for the site and for training."""
    agree(testimony, by=person(Role.COORDINATION))
    testimony.refresh_from_db()
    return testimony


def agree(testimony: models.Testimony, *, by: User, **values: Any) -> None:
    given = {
        "uses": {"on_site", "in_training"},
        "said_on": TODAY,
        "how": ConsentHow.PAPER,
        "email": ADDRESS,
        "now": NOW,
        **values,
    }
    services.record_consent(testimony=testimony, by=by, **given)
