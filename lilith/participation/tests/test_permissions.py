"""Who may do what: every line of the table as a sentence, and the same in the back office itself."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from lilith.accounts.enums import Role
from lilith.accounts.services import set_active
from lilith.participation import models
from lilith.participation.enums import Verb
from lilith.participation.selectors import can
from lilith.participation.tests.conftest import ADDRESS, NOW

DECLARE, VALIDATE, READ = Verb.DECLARE_TIME, Verb.VALIDATE_TIME, Verb.READ_LEDGER
WRITE, CONTACTS = Verb.EDIT_TESTIMONIES, Verb.SEE_CONSENT_CONTACTS
# Written out by hand, apart from the code.
AGREED: dict[Role, set[Verb]] = {
    **{role: set() for role in Role},
    Role.ADMIN: {VALIDATE, READ, WRITE, CONTACTS},
    Role.COORDINATION: {VALIDATE, READ, WRITE, CONTACTS},
    Role.WRITER: {WRITE},
    Role.LIVED_EXPERIENCE: {DECLARE},
    Role.RELATIVE: {DECLARE},
    Role.PEER_RESEARCHER: {DECLARE},
}
CASES = [(role, verb) for role in Role for verb in Verb]


@pytest.mark.parametrize(("role", "verb"), CASES, ids=[f"{role.value} {verb.value}" for role, verb in CASES])
def test_a_role_gives_what_the_team_agreed_on_and_nothing_else(person, role, verb):
    assert can(person(role), verb) is (verb in AGREED[role])


def test_nobody_and_a_closed_account_can_nothing(person):
    user = person(Role.COORDINATION)
    set_active(user=user, active=False)
    for verb in Verb:
        assert not can(user, verb)
        assert not can(AnonymousUser(), verb)


LIST, RATES = "/redaction/snippets/participation/testimony/", "/redaction/snippets/participation/rate/"


@pytest.mark.parametrize(
    ("role", "testimonies", "rates"),
    [
        (Role.ADMIN, 200, 200),
        (Role.COORDINATION, 200, 200),
        (Role.WRITER, 200, 302),
        (Role.LITERACY, 302, 302),
        (Role.COMMITTEE, 302, 302),
    ],
    ids=lambda value: str(value),
)
def test_the_back_office_opens_testimonies_and_rates_to_those_who_keep_them(
    person, browser, testimony, role, testimonies, rates
):
    client = browser(person(role))
    assert client.get(LIST).status_code == testimonies
    assert client.get(f"{LIST}edit/{testimony.pk}/").status_code == testimonies
    assert client.get(RATES).status_code == rates


def test_a_writer_sees_the_consent_without_the_address_and_cannot_note_one(person, browser, agreed):
    page = f"/redaction/temoignages/{agreed.pk}/consentement/"
    writer, keeper = browser(person(Role.WRITER)), browser(person(Role.COORDINATION))
    html = writer.get(page).content.decode()
    assert "Consentement valable, jusqu’au" in html
    assert ADDRESS not in html
    assert ADDRESS in keeper.get(page).content.decode()
    for action in ("record", "withdraw", "link"):
        assert writer.post(page, {"action": action, "how": "papier"}).status_code in {302, 403}
    assert agreed.consents.count() == 1
    assert browser(person(Role.COMMITTEE)).get(page).status_code in {302, 403}


def test_the_coordination_notes_and_withdraws_a_consent(person, browser, testimony):
    page = f"/redaction/temoignages/{testimony.pk}/consentement/"
    client = browser(person(Role.COORDINATION))
    given = {"action": "record", "said_on": "2026-01-10", "how": "papier", "digest": testimony.digest}
    assert client.post(page, given).status_code == 422
    assert client.post(page, {**given, "uses": ["on_site"], "digest": "0" * 64}).status_code == 422
    assert client.post(page, {**given, "uses": ["on_site"], "said_on": "2090-01-01"}).status_code == 422
    assert client.post(page, {**given, "uses": ["on_site"], "email": ADDRESS}).status_code == 302
    testimony.refresh_from_db()
    assert testimony.live
    assert client.post(page, {"action": "autre"}).status_code == 302
    assert client.post(page, {"action": "handled", "request": "x"}).status_code == 404
    assert client.post(page, {"action": "withdraw", "how": "courriel"}).status_code == 302
    testimony.refresh_from_db()
    assert (testimony.live, testimony.text) == (False, "")
    assert client.get(page).status_code == 200


def test_an_editor_who_changes_the_text_takes_it_off_line(person, browser, agreed):
    client = browser(person(Role.WRITER))
    form = {
        "title": agreed.title, "role": agreed.role, "voice": agreed.voice, "content_note": "", "slug": agreed.slug, "wanted": "on",
        "text": '{"blocks": [{"key": "a", "type": "unstyled", "text": "Autre chose.", "depth": 0, "inlineStyleRanges": [],'
        ' "entityRanges": []}], "entityMap": {}}',
        "seen_version": agreed.version, "video": "", "departement": "", "written_on": "", "updated_on": "", "next_review_on": "",
        "sources": "",
    }  # fmt: skip
    response = client.post(f"{LIST}edit/{agreed.pk}/", form)
    assert response.status_code == 302
    record = models.Testimony.objects.get()
    assert "Autre chose." in record.text
    assert not record.live
    assert "Texte à faire accepter" in client.get(LIST).content.decode()


def test_my_space_leads_a_writer_to_a_request_of_correction(person, browser, agreed):
    client = browser(person(Role.WRITER))
    assert LIST not in client.get("/mon-espace/").content.decode()
    models.CorrectionRequest.objects.create(testimony=agreed, text="Enlevez la ville.", asked_at=NOW)
    html = client.get("/mon-espace/").content.decode()
    assert f'href="{LIST}"' in html
    assert "Demandes de correction\u00a0: 1." in html
