"""Readers answer on the site and on paper; one sheet is kept whole or not at all, and once."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from lilith.accounts.enums import Role
from lilith.instruments import selectors, services
from lilith.instruments.models import Answer, AnswerSheet, Response
from lilith.instruments.services import answers as answers_module
from lilith.instruments.services.codes import new_code, read_code
from lilith.instruments.tests.readings import NOW, QUESTIONS, TODAY, answers, posted, reads

pytestmark = pytest.mark.django_db


def page(test) -> str:
    return f"/comprendre/{test.code}/"


def token_in(html: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found
    return found.group(1)


def filled(client, test, *, right: int = 4) -> dict[str, str]:
    """A form as a reader sends it, with its token."""
    return {"token": token_in(client.get(page(test)).content.decode()), **posted(test, right=right)}


# On the site


def test_a_reader_reads_the_text_answers_and_is_thanked(client, opened):
    html = client.get(page(opened)).content.decode()
    assert "Ce n’est pas vous que l’on teste, c’est le texte." in html
    assert "Vous gardez vos choix" in html
    assert html.count("<fieldset") == 4
    response = client.post(page(opened), filled(client, opened, right=3))
    assert (response.status_code, response["Location"]) == (302, f"{page(opened)}merci/")
    assert "Merci" in client.get(response["Location"]).content.decode()
    assert (Response.objects.count(), Answer.objects.count()) == (1, 4)
    assert selectors.results_of(test=opened).gate.right == 3


def test_nobody_knows_who_answered(client, opened):
    client.post(page(opened), filled(client, opened), REMOTE_ADDR="203.0.113.9")
    fields = {field.name for field in Response._meta.get_fields()}
    assert fields == {
        "id", "instrument", "form_token", "channel", "sheet", "valid_at", "recorded_at", "is_demo", "answers",
    }  # fmt: skip
    assert set(client.cookies) <= {"csrftoken"}


def test_the_page_is_never_kept_by_a_cache_nor_found_by_a_search_engine(client, opened):
    response = client.get(page(opened))
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_a_double_click_counts_once(client, opened):
    data = filled(client, opened)
    assert [client.post(page(opened), data).status_code for _ in range(2)] == [302, 302]
    assert Response.objects.count() == 1


def test_the_same_form_at_the_very_same_moment_counts_once(opened, monkeypatch):
    token = uuid4()
    first = services.record_answers(test_id=opened.pk, form_token=token, chosen=answers(opened), today=TODAY, now=NOW)
    # The second sending looked before the first was written: only the database sees it.
    monkeypatch.setattr(answers_module, "_recorded", lambda token: None)
    second = services.record_answers(test_id=opened.pk, form_token=token, chosen=answers(opened), today=TODAY, now=NOW)
    assert second.pk == first.pk
    assert (Response.objects.count(), Answer.objects.count()) == (1, 4)


def test_a_missing_answer_is_named_and_the_others_are_kept(client, opened):
    data = filled(client, opened)
    missing = next(name for name in data if name.startswith("item-"))
    del data[missing]
    response = client.post(page(opened), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert "1 question à revoir" in html
    assert "Choisissez une réponse." in html
    assert html.count(" checked") == 3
    assert not Response.objects.exists()
    assert token_in(html) == data["token"]


@pytest.mark.parametrize("value", ["", "0", "999999", "-1", "oui", "1e3", "\x00", "é" * 50, "9" * 400])
def test_a_forged_answer_is_refused(client, opened, value):
    data = filled(client, opened)
    name = next(name for name in data if name.startswith("item-"))
    response = client.post(page(opened), {**data, name: value})
    assert response.status_code == 422
    assert not Response.objects.exists()


def test_the_answer_of_another_question_is_refused(client, readings, opened):
    data = filled(client, opened)
    first, second, *_ = [name for name in data if name.startswith("item-")]
    assert client.post(page(opened), {**data, first: data[second]}).status_code == 422
    chosen = answers(opened)
    one, two, *_ = chosen
    for forged in ({**chosen, one: chosen[two]}, {**chosen, 999_999: 1}, {one: chosen[one]}, {}):
        with pytest.raises(ValidationError):
            services.record_answers(test_id=opened.pk, form_token=uuid4(), chosen=forged, today=TODAY, now=NOW)
    assert not Response.objects.exists()


def test_bytes_that_are_no_text_make_no_error(client, opened):
    response = client.post(page(opened), b"token=%ff%fe&item-1=\xe9\xff", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert not Response.objects.exists()


def test_a_form_left_open_for_two_days_keeps_the_answers_and_is_sent_again(client, opened, monkeypatch):
    data = filled(client, opened)
    later = timezone.now().timestamp() + 2 * 24 * 3600
    with monkeypatch.context() as moved:
        moved.setattr("django.core.signing.time.time", lambda: later)
        response = client.post(page(opened), data)
        html = response.content.decode()
        assert response.status_code == 422
        assert "restée ouverte longtemps" in html
        assert html.count(" checked") == 4
        assert client.post(page(opened), {**data, "token": token_in(html)}).status_code == 302
    assert Response.objects.count() == 1


def test_the_token_of_another_test_is_refused(client, readings, opened):
    data = filled(client, opened)
    services.close_test(test_id=opened.pk, by=readings.by, now=NOW)
    other = readings.open(QUESTIONS)
    assert client.post(page(other), {**posted(other), "token": data["token"]}).status_code == 422
    assert not Response.objects.exists()


def test_a_machine_that_fills_the_hidden_field_is_thanked_and_forgotten(client, opened):
    assert client.post(page(opened), {**filled(client, opened), "site": "http://exemple.fr"}).status_code == 302
    assert not Response.objects.exists()


def test_a_device_that_answers_too_often_is_asked_to_wait_and_keeps_its_answers(client, opened, settings):
    settings.LILITH = {**settings.LILITH, "COMPREHENSION": {**settings.LILITH["COMPREHENSION"], "ANSWERS_AN_HOUR": 2}}
    address = {"REMOTE_ADDR": "203.0.113.77"}
    statuses = [client.post(page(opened), filled(client, opened), **address) for _ in range(3)]
    assert [response.status_code for response in statuses] == [302, 302, 429]
    assert statuses[-1].content.decode().count(" checked") == 4
    assert int(statuses[-1]["Retry-After"]) > 0
    assert Response.objects.count() == 2


def test_a_form_without_its_proof_of_origin_is_refused(opened):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page(opened), posted(opened)).status_code == 403
    assert not Response.objects.exists()


def test_a_closed_test_or_a_changed_text_takes_no_answers(client, readings, opened):
    data = filled(client, opened)
    readings.publish("Un texte tout neuf.")
    for words in ("Le texte a changé depuis.", "Il ne prend plus de réponses."):
        response = client.post(page(opened), data)
        assert response.status_code == 410
        assert words in response.content.decode()
        services.close_test(test_id=opened.pk, by=readings.by, now=NOW)
        readings.publish(re.sub("</?p>", "", opened.text.partition("\n")[2]))
    with pytest.raises(ValidationError, match="Ce test est fini"):
        reads(opened)
    assert not Response.objects.exists()


def test_a_draft_and_an_unknown_code_are_not_found(client, readings):
    assert client.get(page(readings.draft(QUESTIONS))).status_code == 404
    assert client.get("/comprendre/inconnu/").status_code == 404


def test_what_a_demonstration_account_answers_is_marked_and_not_counted(person, opened):
    user = person(Role.MEMBER)
    user.is_demo = True
    user.save()
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    assert client.post(page(opened), filled(client, opened)).status_code == 302
    assert [response.is_demo for response in Response.objects.all()] == [True]
    assert selectors.results_of(test=opened).gate.readers == 0


# On paper


@pytest.fixture
def sheets(opened, readings, panel) -> list[AnswerSheet]:
    batch = services.print_sheets(test_id=opened.pk, panel=panel, count=3, by=readings.by, now=NOW)
    return selectors.sheets_of(batch=batch)


def type_in(sheet, test, by, **changes):
    values = {"code": sheet.code, "chosen": answers(test), "answered_on": TODAY, "by": by, "today": TODAY, "now": NOW}
    return services.record_paper_answers(**{**values, **changes})


def test_a_code_is_read_whatever_its_case_and_dashes():
    code = new_code()
    assert read_code(f" {code.lower().replace('-', ' ')} ") == code
    for wrong in ("", "K7RQ", "K7RQ-3XMO", "K7RQ-3XM\x00", "é" * 8, "A" * 5000):
        assert read_code(wrong) == ""


def test_a_person_concerned_types_a_sheet_in(signed_in, opened, sheets):
    client = signed_in(Role.LIVED_EXPERIENCE)
    here = "/mon-espace/reponses-sur-papier/"
    html = client.get(here).content.decode()
    assert "3 feuilles de tests ouverts" in html
    assert "Pas assez de lecteurs\u00a0: 0 lecteur." in html
    html = client.get(here, {"code": sheets[0].code.lower()}).content.decode()
    assert "Groupe des usagers de Lille" in html
    data = {"code": sheets[0].code, "answered_on": timezone.localdate().isoformat(), **posted(opened, right=3)}
    sheets[0].created_at = timezone.now()
    sheets[0].save()
    response = client.post(here, data, follow=True)
    assert f"Feuille {sheets[0].code} enregistrée." in response.content.decode()
    assert selectors.results_of(test=opened).groups == [("Groupe des usagers de Lille", 1, 75)]


def test_a_code_serves_once(signed_in, readings, opened, sheets):
    type_in(sheets[0], opened, readings.by)
    with pytest.raises(ValidationError, match="déjà été saisie"):
        type_in(sheets[0], opened, readings.by)
    response = signed_in(Role.WRITER).get("/mon-espace/reponses-sur-papier/", {"code": sheets[0].code})
    assert response.status_code == 422
    assert "Cette feuille a déjà été saisie." in response.content.decode()


def test_of_two_typists_of_the_same_sheet_at_the_same_moment_one_is_told(readings, opened, sheets, monkeypatch):
    type_in(sheets[0], opened, readings.by)
    # The second had opened the sheet before the first was written: only the database sees it.
    monkeypatch.setattr(answers_module, "sheet_to_type", lambda code: sheets[0])
    with pytest.raises(ValidationError, match="déjà été saisie"):
        type_in(sheets[0], opened, readings.by)
    assert (Response.objects.count(), Answer.objects.count()) == (1, 4)


@pytest.mark.parametrize("code", ["AAAA-AAAA", "rien", "' OR 1=1", "é" * 300])
def test_an_unknown_code_is_said_so(signed_in, sheets, code):
    response = signed_in(Role.WRITER).get("/mon-espace/reponses-sur-papier/", {"code": code})
    assert response.status_code == 422
    assert "Ce code n’existe pas." in response.content.decode()


def test_a_code_that_holds_no_text_is_unknown_too(signed_in, sheets):
    assert signed_in(Role.WRITER).post("/mon-espace/reponses-sur-papier/", {"code": "\x00"}).status_code == 422


def test_missing_answers_and_impossible_days_are_said_and_nothing_is_kept(signed_in, readings, opened, sheets):
    here = "/mon-espace/reponses-sur-papier/"
    client = signed_in(Role.WRITER)
    response = client.post(here, {"code": sheets[0].code, "answered_on": "31/02/2026"})
    html = response.content.decode()
    assert response.status_code == 422
    assert html.count("Choisissez une réponse.") == 4
    assert "Cette date n’existe pas." in html
    with pytest.raises(ValidationError, match="pas encore passée"):
        type_in(sheets[0], opened, readings.by, answered_on=TODAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="n’était pas encore imprimée"):
        type_in(sheets[0], opened, readings.by, answered_on=TODAY - timedelta(days=3))
    assert not Response.objects.exists()


def test_a_member_cannot_type_in(signed_in, person, opened, sheets):
    assert signed_in(Role.MEMBER).get("/mon-espace/reponses-sur-papier/").status_code == 403
    with pytest.raises(PermissionDenied):
        type_in(sheets[0], opened, person(Role.RELATIVE))


def test_someone_not_signed_in_is_asked_to(client):
    response = client.get("/mon-espace/reponses-sur-papier/")
    assert response["Location"].startswith("/compte/connexion/")


def test_paper_filled_before_the_text_changed_still_counts_until_the_test_is_closed(readings, opened, sheets):
    readings.publish("Un texte tout neuf.")
    type_in(sheets[0], opened, readings.by)
    services.close_test(test_id=opened.pk, by=readings.by, now=NOW)
    with pytest.raises(ValidationError, match="Ce test est fini"):
        type_in(sheets[1], opened, readings.by)


def test_sheets_of_a_demonstration_account_serve_again_once_forgotten(person, readings, opened, sheets):
    readings.by.is_demo = True
    type_in(sheets[0], opened, readings.by)
    assert selectors.results_of(test=opened).gate.readers == 0
    assert services.forget_demonstration_answers() == 1
    readings.by.is_demo = False
    type_in(sheets[0], opened, readings.by)
    assert selectors.results_of(test=opened).gate.readers == 1


def test_sheets_are_made_for_an_open_test_and_codes_left_can_be_taken_back(readings, opened, panel, sheets):
    type_in(sheets[0], opened, readings.by)
    assert services.withdraw_batch(batch=sheets[0].batch, by=readings.by) == 2
    for count in (0, 61):
        with pytest.raises(ValidationError, match="De 1 à 60"):
            services.print_sheets(test_id=opened.pk, panel=panel, count=count, by=readings.by, now=NOW)
    services.close_test(test_id=opened.pk, by=readings.by, now=NOW)
    with pytest.raises(ValidationError, match="Ouvrez le test"):
        services.print_sheets(test_id=opened.pk, panel=panel, count=2, by=readings.by, now=NOW)


def test_the_database_keeps_no_paper_without_its_sheet(opened):
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(instrument=opened, form_token=uuid4(), channel="papier", valid_at=TODAY, recorded_at=NOW)
