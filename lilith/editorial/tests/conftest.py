"""People of each role, a page of text, and its road from draft to readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from wagtail.models import Page, Site

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import Grant, create_account, sync_groups
from lilith.editorial.services import sync_workflow
from lilith.territories.services import load_reference_geography


@pytest.fixture
def road(db: None) -> None:
    load_reference_geography()
    sync_groups()
    sync_workflow()


@pytest.fixture
def person(road: None) -> Callable[..., User]:
    """`person(Role.WRITER)`: an account that holds these roles, the same one each time."""

    def make(*roles: Role, email: str = "") -> User:
        address = email or f"{'-'.join(role.value for role in roles) or 'personne'}@exemple.fr"
        known = User.objects.filter(email=address).first()
        made = known or create_account(email=address, roles=[Grant(role) for role in roles])
        return User.objects.get(pk=made.pk)

    return make


@pytest.fixture
def signed_in(person: Callable[..., User]) -> Callable[..., Client]:
    """A browser in which a person of these roles is signed in."""

    def make(*roles: Role, email: str = "") -> Client:
        client = Client()
        client.force_login(person(*roles, email=email))
        return client

    return make


@pytest.fixture
def text(road: None) -> Any:
    """A page of text, online since before the tests: one version in its history."""
    return new_text("Vivre chez soi", "vivre-chez-soi")


def new_text(title: str, slug: str, **fields: Any) -> Any:
    """A published page of text below the home page."""
    model = apps.get_model("website", "ContentPage")
    values = {"summary": "Une phrase.", "body": "<p>On vous aide chez vous.</p>", "next_review_on": date(2026, 12, 1), **fields}
    home = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    page = home.add_child(instance=model(title=title, slug=slug, live=False, **values))
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def draft(page: Any, *, by: User, **fields: Any) -> Any:
    """Save a draft with these fields."""
    fresh = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(fresh, name, value)
    return fresh.save_revision(user=by)


def submit(page: Any, *, by: User) -> Any:
    """Send the last draft on its road; the stage that waits for an answer."""
    page = type(page).objects.get(pk=page.pk)
    page.get_workflow().start(page, by)
    return type(page).objects.get(pk=page.pk).current_workflow_task_state
