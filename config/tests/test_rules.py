"""The rules that a machine checks when the site starts, and the list of texts to read again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps
from wagtail.models import Page

from lilith.accounts.models import Organisation, RoleGrant, User
from lilith.foundation import checks, slots
from lilith.foundation.models import LilithPage, PublicRecord
from lilith.foundation.review import due_for_review, public_models
from lilith.website.models import ContentPage

TODAY = date(2026, 11, 22)


def _ids(errors: list) -> list[str]:
    return [error.id for error in errors]


# Rules


def test_the_site_keeps_its_own_rules(db):
    assert [str(error) for error in run_checks() if (error.id or "").startswith("lilith.")] == []


def test_a_table_about_people_that_says_nothing_of_it_is_refused():
    known = set(slots.personal_data()) - {RoleGrant._meta.label}
    errors = checks.errors_of_personal_data(models=apps.get_models(), known=known)
    assert _ids(errors) == ["lilith.E005"]
    assert "accounts.RoleGrant" in errors[0].msg


@isolate_apps("lilith.accounts")
def test_every_way_of_pointing_to_a_person_counts():
    class ByKey(models.Model):
        author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "accounts"

    class ByMany(models.Model):
        readers = models.ManyToManyField(User, related_name="+")

        class Meta:
            app_label = "accounts"

    class ByOne(models.Model):
        owner = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "accounts"

    errors = checks.errors_of_personal_data(models=[ByKey, ByMany, ByOne], known=set())
    assert _ids(errors) == ["lilith.E005"] * 3


def test_saying_something_of_a_table_that_does_not_exist_is_refused():
    known = {*slots.personal_data(), "accounts.Nothing"}
    assert _ids(checks.errors_of_personal_data(models=apps.get_models(), known=known)) == ["lilith.E006"]


@isolate_apps("lilith.accounts")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"search_kind": "page"}, []),
        ({"search_kind": "", "review_kind": "contact"}, []),
        ({}, ["lilith.E001"]),
        ({"search_kind": "recipe"}, ["lilith.E002"]),
        ({"search_kind": "page", "review_kind": "never"}, ["lilith.E003"]),
    ],
    ids=["complete", "no search result", "silent", "unknown kind", "unknown review"],
)
def test_a_record_says_how_it_is_searched_and_when_it_is_read_again(words, expected):
    meta = type("Meta", (), {"app_label": "accounts"})
    record = type("Recipe", (PublicRecord,), {"__module__": "lilith.accounts.models", "Meta": meta, **words})
    assert _ids(checks.errors_of_public_model(record)) == expected


def test_a_page_without_its_template_is_refused(monkeypatch):
    monkeypatch.setattr(ContentPage, "template", "website/nowhere.html")
    assert _ids(checks.errors_of_template(ContentPage)) == ["lilith.E004"]
    assert "website/nowhere.html" in checks.errors_of_template(ContentPage)[0].msg


def test_every_page_type_and_record_is_under_the_rules():
    assert ContentPage in public_models()
    assert Organisation in public_models()
    assert LilithPage not in public_models()


# Reviews


def _organisation(name: str, day: date | None, **more: object) -> Organisation:
    return Organisation.objects.create(name=name, slug=name.lower(), type_label="association", next_review_on=day, **more)


def test_texts_to_read_again_come_with_the_oldest_first(db):
    _organisation("Retard", TODAY - timedelta(days=40))
    _organisation("Bientot", TODAY + timedelta(days=20))
    _organisation("Plus-tard", TODAY + timedelta(days=60))
    _organisation("Jamais", None)
    page = ContentPage(title="Une page", slug="une-page", next_review_on=TODAY - timedelta(days=90))
    Page.get_first_root_node().add_child(instance=page)
    due = due_for_review(until=TODAY + timedelta(weeks=3))
    assert [item.title for item in due.items] == ["Une page", "Retard", "Bientot"]
    assert [item.kind for item in due.items] == ["page", "organisme", "organisme"]
    assert due.total == 3


def test_demonstration_and_withdrawn_texts_are_not_to_be_read_again(db):
    _organisation("Essai", TODAY, is_demo=True)
    _organisation("Retire", TODAY, live=False)
    assert due_for_review(until=TODAY).total == 0


def test_a_long_list_is_cut_and_says_how_long_it_is(db, django_assert_max_num_queries):
    for number in range(14):
        _organisation(f"Organisme-{number:02}", TODAY - timedelta(days=number))
    with django_assert_max_num_queries(3):
        due = due_for_review(until=TODAY, limit=5)
    assert [item.title for item in due.items] == [f"Organisme-{number}" for number in (13, 12, 11, 10)] + ["Organisme-09"]
    assert due.total == 14
