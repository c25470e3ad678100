"""Dossiers in the back office: written by who may, saved whole or not at all, never one over the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lilith.accounts.enums import Role
from lilith.accounts.services import sync_groups
from lilith.evidence.models import Dossier, DossierOutcome, DossierStudy, Outcome
from lilith.evidence.permissions import Verb, roles_with
from lilith.evidence.tests.cast import Cast
from lilith.evidence.tests.people import a_person
from lilith.evidence.tests.rows import a_dossier, a_line, a_publication, a_study, an_outcome
from lilith.territories.services import load_reference_geography

pytestmark = pytest.mark.django_db

EMPTY_PROSE = '{"entityMap": {}, "blocks": []}'
LINES = ("owners", "studies", "outcomes", "verdicts")


@pytest.fixture(autouse=True)
def groups(db):
    load_reference_geography()
    sync_groups()
    reverse("wagtailadmin_home")


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(a_person(role))
    return client


def url(model: type, name: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def form(
    dossier: Dossier | None = None, lines: dict[str, list[dict[str, Any]]] | None = None, **changes: Any
) -> dict[str, Any]:
    """What the form posts; `lines` gives the rows of each inline, in order."""
    values: dict[str, Any] = {
        "title": dossier.title if dossier else "Un logement d’abord",
        "population": "",
        "intervention": "",
        "comparator": "",
        "not_known": EMPTY_PROSE,
        "not_studied_for": "",
        "search_sources": "",
        "search_words": "",
        "search_from": "",
        "search_until": "",
        "searched_on": "",
        "search_by": "",
        "selection_note": "",
        "origin_note": "",
        "france_evidence": "inconnue",
        "france_note": "",
        "slug": dossier.slug if dossier else "chez-soi",
        "live": "on",
        "sources": "",
        "written_on": "",
        "updated_on": "",
        "next_review_on": "",
        "seen_version": dossier.version if dossier else 0,
    }
    for name in LINES:
        rows = (lines or {}).get(name, [])
        known = sum(bool(row.get("id")) for row in rows)
        values |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": known, f"{name}-MIN_NUM_FORMS": 0}
        values |= {f"{name}-MAX_NUM_FORMS": 1000}
        for number, row in enumerate(rows):
            values |= {f"{name}-{number}-{key}": value for key, value in {"ORDER": number + 1, "id": "", **row}.items()}
    return values | changes


def study(publication: Any, **changes: Any) -> dict[str, Any]:
    return {"publication": publication.pk, "decision": "taken", "reason": "", "reason_text": "", "note": "", **changes}


def line(outcome: Outcome, **changes: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        (
            "result_words", "event_words", "events_with", "total_with", "events_without", "total_without", "measure", "estimate",
            "ci_low", "ci_high", "unit", "participants", "follow_up_months", "note",
        ),
        "",
    )  # fmt: skip
    return {"outcome": outcome.pk, "importance": "critical", "start": "trial", "direction": "better", **empty, **changes}


@pytest.mark.parametrize("role", sorted(roles_with(Verb.EDIT_DOSSIER)))
def test_who_writes_dossiers_opens_lists_and_empty_forms(role):
    client = signed_in(role)
    for model in (Dossier, Outcome):
        assert client.get(url(model, "list")).status_code == 200
        assert client.get(url(model, "add")).status_code == 200


@pytest.mark.parametrize("role", [Role.WRITER, Role.LITERACY])
def test_other_editors_may_look_but_not_write(role):
    client = signed_in(role)
    assert client.get(url(Dossier, "list")).status_code == 200
    assert client.get(url(Dossier, "add")).status_code == 302
    assert client.post(url(Dossier, "add"), form()).status_code == 302
    assert not Dossier.objects.exists()


def test_writing_dossiers_opens_nothing_else_to_the_committee():
    from lilith.library.models import Publication

    client = signed_in(Role.COMMITTEE)
    assert client.get(url(Publication, "add")).status_code == 302


def test_a_dossier_is_made_with_its_studies_then_its_outcomes_rest_on_them():
    client, trial, outcome = signed_in(Role.COMMITTEE), a_publication(), an_outcome()
    response = client.post(url(Dossier, "add"), form(lines={"studies": [study(trial)]}))
    assert response.status_code == 302, response.context["form"].errors
    dossier = Dossier.objects.get()
    kept = dossier.studies.get()
    rows = {
        "studies": [study(trial, id=kept.pk)],
        "outcomes": [line(outcome, studies=[kept.pk], events_with=37, total_with=100, events_without=50, total_without=100)],
        "verdicts": [
            {"body": "Un organisme", "verdict": "Recommandée.", "scope": "", "stated_on": "2019", "url": "", "why_differs": ""}
            | {"organisation": "", "publication": ""}
        ],
    }
    response = client.post(url(Dossier, "edit", dossier.pk), form(dossier, rows))
    assert response.status_code == 302
    written = dossier.outcomes.get()
    assert ([item.pk for item in written.studies.all()], written.events_without) == ([kept.pk], 50)
    assert dossier.verdicts.get().stated_on == "2019"


def test_an_effect_without_denominator_is_refused_with_words_and_nothing_of_the_form_is_saved():
    client, dossier, outcome = signed_in(Role.COMMITTEE), a_dossier(), an_outcome()
    rows = {"outcomes": [line(outcome, events_with=37)]}
    response = client.post(url(Dossier, "edit", dossier.pk), form(dossier, rows, population="Un texte que je viens d’écrire"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "sur combien de personnes" in html
    assert "Un texte que je viens d’écrire" in html
    dossier.refresh_from_db()
    assert (dossier.population, DossierOutcome.objects.count()) == ("Personnes sans logement", 0)


def test_the_same_publication_twice_is_refused_with_words():
    client, dossier, trial = signed_in(Role.COMMITTEE), a_dossier(), a_publication()
    response = client.post(url(Dossier, "edit", dossier.pk), form(dossier, {"studies": [study(trial), study(trial)]}))
    assert response.status_code == 200
    assert not DossierStudy.objects.exists()


@pytest.mark.parametrize("change", [{"DELETE": "on"}, {"decision": "left_out", "reason": "qualite", "reason_text": "Faible."}])
def test_a_study_that_no_longer_counts_must_leave_its_outcome_first(change):
    client, dossier = signed_in(Role.COMMITTEE), a_dossier()
    kept = a_study(dossier)
    written = a_line(dossier, studies=(kept,))
    rows = {
        "studies": [study(kept.publication, id=kept.pk, **change)],
        "outcomes": [line(written.outcome, id=written.pk, studies=[kept.pk])],
    }
    response = client.post(url(Dossier, "edit", dossier.pk), form(dossier, rows))
    assert response.status_code == 200
    assert "Cette étude ne compte plus" in response.content.decode()
    kept.refresh_from_db()
    assert kept.decision == "taken"
    rows["outcomes"][0]["studies"] = []
    assert client.post(url(Dossier, "edit", dossier.pk), form(dossier, rows)).status_code == 302


def test_the_study_of_another_dossier_cannot_be_chosen():
    client, dossier, outcome = signed_in(Role.COMMITTEE), a_dossier(), an_outcome()
    elsewhere = a_study(a_dossier("autre"))
    response = client.post(
        url(Dossier, "edit", dossier.pk), form(dossier, {"outcomes": [line(outcome, studies=[elsewhere.pk])]})
    )
    assert response.status_code == 200
    assert not DossierOutcome.objects.exists()


def test_two_editors_do_not_overwrite_each_other_even_when_only_a_line_changed():
    client, dossier, outcome = signed_in(Role.COMMITTEE), a_dossier(), an_outcome()
    first = form(dossier, {"outcomes": [line(outcome)]})
    assert client.post(url(Dossier, "edit", dossier.pk), first).status_code == 302
    response = client.post(url(Dossier, "edit", dossier.pk), form(dossier, population="Écrit par quelqu’un d’autre"))
    assert response.status_code == 200
    assert "Quelqu’un a changé cette fiche" in response.content.decode()
    assert DossierOutcome.objects.count() == 1


def test_the_key_of_an_outcome_never_changes():
    client, outcome = signed_in(Role.COORDINATION), an_outcome()
    posted = {"name": "Jours à l’hôpital", "plain_name": "Moins d’hôpital", "slug": "autre-cle", "order": 3}
    assert client.post(url(Outcome, "edit", outcome.pk), posted).status_code == 302
    assert list(Outcome.objects.values_list("slug", "name")) == [("hospitalisation", "Jours à l’hôpital")]


def test_an_outcome_that_a_dossier_uses_cannot_be_deleted():
    client, written = signed_in(Role.COORDINATION), a_line(a_dossier())
    response = client.post(url(Outcome, "delete", written.outcome.pk))
    assert response.status_code in {200, 302}
    assert Outcome.objects.filter(pk=written.outcome_id).exists()


def test_a_dossier_is_dated_of_the_day_it_changed():
    client, dossier = signed_in(Role.COORDINATION), a_dossier(updated_on=date(2020, 1, 1))
    client.post(url(Dossier, "edit", dossier.pk), form(dossier, population="Toute personne", updated_on="2020-01-01"))
    dossier.refresh_from_db()
    assert dossier.updated_on > date(2020, 1, 1)
    assert dossier.version == 2


def test_a_line_that_readers_judged_no_longer_goes_and_the_form_says_so():
    cast = Cast()
    appraisal = cast.in_reading()
    cast.read(appraisal, cast.one, finish=False)
    kept = cast.dossier.studies.get()
    rows = {
        "studies": [study(kept.publication, id=kept.pk)],
        "outcomes": [line(cast.line.outcome, id=cast.line.pk, studies=[kept.pk], DELETE="on")],
    }
    client = signed_in(Role.COMMITTEE)
    response = client.post(url(Dossier, "edit", cast.dossier.pk), form(cast.dossier, rows))
    assert response.status_code == 200
    assert "Des lecteurs ont jugé ce résultat" in response.content.decode()
    assert DossierOutcome.objects.filter(pk=cast.line.pk).exists()
