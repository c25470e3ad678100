"""People of each role, with Wagtail's groups as the table makes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import Grant, create_account, sync_groups
from lilith.territories.services import load_reference_geography

SECRET = "trois mots sans lien"


@pytest.fixture
def groups(db: None) -> None:
    load_reference_geography()
    sync_groups()


@pytest.fixture
def person(groups: None) -> Callable[..., User]:
    """`person(Role.WRITER)` or `person()`: an account with a password, holding these roles."""

    def make(*roles: Role, email: str = "") -> User:
        name = "-".join(role.value for role in roles) or "personne"
        address = email or f"{name}@exemple.fr"
        return create_account(email=address, display_name=name, password=SECRET, roles=[Grant(role) for role in roles])

    return make


@pytest.fixture
def signed_in(person: Callable[..., User]) -> Callable[..., Client]:
    """A browser in which a person of these roles is signed in."""

    def make(*roles: Role) -> Client:
        client = Client()
        client.force_login(person(*roles))
        return client

    return make


@pytest.fixture
def page(groups: None) -> Page:
    """A published page of the site, of no type in particular."""
    return Page.get_first_root_node().add_child(instance=Page(title="Un titre", slug="un-titre", live=True))
