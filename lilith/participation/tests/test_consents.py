"""Living consent: given, asked again, renewed, changed, ended, withdrawn. The clock is moved by hand."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lilith.accounts.enums import Role
from lilith.accounts.services import erase_person, export_person
from lilith.foundation import changes
from lilith.foundation.models import OutgoingMail
from lilith.library.enums import VideoHost
from lilith.library.models import Video
from lilith.participation import links, models, services
from lilith.participation.enums import ConsentHow, ConsentKind, ConsentState
from lilith.participation.models import Consent, ConsentContact, CorrectionRequest
from lilith.participation.selectors import needs_care, shown, standing
from lilith.participation.slots import consents
from lilith.participation.tests.conftest import ADDRESS, NOW, TODAY, agree

pytestmark = pytest.mark.django_db
END = date(2028, 11, 22)


def at(day: date) -> datetime:
    return NOW + (day - TODAY)


def readable(today: date = TODAY) -> list[str]:
    return [one.title for one in shown(testimonies=models.Testimony.objects.all(), today=today)]


def state(testimony: models.Testimony, today: date = TODAY) -> ConsentState:
    testimony.refresh_from_db()
    return standing(testimony=testimony, today=today).state


@pytest.fixture
def tick(django_capture_on_commit_callbacks):
    """Run the scheduled work at a day, mails included; gives the mails that left."""

    def run(day: date) -> list:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            consents(at(day))
        return mail.outbox[before:]

    return run


def link_of(message) -> str:
    return re.search(r"https?://[^/]+(/temoignage/\S+)", message.body).group(1)


# Given


def test_a_testimony_without_a_consent_is_nowhere(testimony):
    assert services.follow(testimony=testimony, today=TODAY) is False
    assert state(testimony) == ConsentState.NONE
    assert readable() == []


def test_a_consent_on_paper_puts_the_testimony_on_the_site_for_24_months(agreed):
    assert agreed.live
    assert agreed.next_review_on == END
    (one,) = shown(testimonies=models.Testimony.objects.all(), today=TODAY)
    assert (one.role, one.day, one.until) == ("une personne accompagnée", TODAY, END)
    assert readable(END) == ["Le premier jour chez moi"]
    assert readable(END + timedelta(days=1)) == []


def test_a_consent_for_training_alone_keeps_the_testimony_off_the_site(testimony, person):
    agree(testimony, by=person(Role.COORDINATION), uses={"in_training"})
    assert state(testimony) == ConsentState.NOT_ON_SITE
    assert readable() == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"uses": set()}, "au moins un usage"),
        ({"uses": {"partout"}}, "au moins un usage"),
        ({"said_on": TODAY + timedelta(days=1)}, "futur"),
        ({"said_on": date(2024, 11, 21)}, "déjà fini"),
        ({"email": "pas une adresse"}, "valide"),
    ],
)
def test_a_consent_that_cannot_be_is_refused_and_nothing_is_kept(testimony, person, values, words):
    with pytest.raises(ValidationError, match=words):
        agree(testimony, by=person(Role.COORDINATION), **values)
    assert not Consent.objects.exists()
    assert not ConsentContact.objects.exists()


def test_nobody_consents_to_an_empty_text(testimony, person):
    testimony.text = "<p> </p>"
    testimony.save()
    with pytest.raises(ValidationError, match="texte précis"):
        agree(testimony, by=person(Role.COORDINATION))


def test_a_testimony_of_the_demonstration_is_never_shown(agreed):
    models.Testimony.objects.update(is_demo=True)
    assert readable() == []


def test_the_database_refuses_a_consent_without_use_or_without_end(agreed):
    line = agreed.consents.get()
    for values in ({"on_site": False, "in_training": False}, {"valid_until": None}, {"number": 1}):
        copy = Consent(**{field.attname: getattr(line, field.attname) for field in Consent._meta.fields if field.name != "id"})
        for name, value in {"number": 2, **values}.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()


# Asked again


def test_the_person_is_asked_30_then_7_days_before_the_end_once_each(agreed, tick):
    assert tick(END - timedelta(days=31)) == []
    (first,) = tick(END - timedelta(days=30))
    assert first.to == [ADDRESS]
    assert "22 novembre 2028" in first.body
    assert "une personne" not in first.subject
    assert tick(END - timedelta(days=30)) == tick(END - timedelta(days=8)) == []
    (second,) = tick(END - timedelta(days=7))
    assert tick(END - timedelta(days=6)) == tick(END) == []
    assert readable(END)
    assert second.alternatives


def test_a_clock_that_slept_asks_only_once(agreed, tick):
    assert len(tick(END - timedelta(days=3))) == 1
    assert tick(END - timedelta(days=2)) == []


def test_without_an_answer_the_testimony_leaves_by_itself_and_the_person_is_told_once(agreed, tick):
    (told,) = tick(END + timedelta(days=1))
    agreed.refresh_from_db()
    assert not agreed.live
    assert state(agreed, END + timedelta(days=1)) == ConsentState.TO_RENEW
    assert str(ConsentState.TO_RENEW.label) == "consentement à renouveler"
    assert "quitté le site" in told.body
    assert tick(END + timedelta(days=2)) == []


def test_the_end_empties_the_page_cache_and_a_quiet_tick_does_not(agreed, tick, monkeypatch):
    heard = []
    monkeypatch.setattr("lilith.foundation.changes.change_listeners", lambda: [heard.append])
    tick(END)
    assert heard == []
    tick(END + timedelta(days=1))
    assert heard == [agreed]


def test_an_address_is_forgotten_six_months_after_the_end(agreed, tick):
    tick(date(2029, 5, 22))
    assert ConsentContact.objects.exists()
    tick(date(2029, 5, 23))
    assert not ConsentContact.objects.exists()


def test_without_an_address_nobody_is_written_to_and_the_team_sees_it(testimony, person, tick):
    agree(testimony, by=person(Role.COORDINATION), email="")
    assert tick(END - timedelta(days=7)) == []
    assert needs_care(today=END)["consents"] == 0
    assert needs_care(today=END + timedelta(days=1))["consents"] == 1


# The link


def page_of(agreed: models.Testimony, client: Client, *, number: int = 1, now: datetime | None = None):
    return client.get(links.make(testimony=agreed.uuid, number=number, now=now or timezone.now()))


def fresh(agreed: models.Testimony, number: int = 1) -> str:
    return links.make(testimony=agreed.uuid, number=number, now=timezone.now())


@pytest.fixture
def today():
    with time_machine.travel(NOW, tick=True):
        yield


def test_a_link_shows_and_a_get_changes_nothing(agreed, client, today):
    response = client.get(fresh(agreed))
    html = response.content.decode()
    assert response.status_code == 200
    assert "J’ai eu mes clés." in html
    assert "Votre accord va jusqu’au" in html
    assert 'content="noindex"' in html
    assert "no-store" in response["Cache-Control"]
    client.get(fresh(agreed) + "?action=withdraw&fait=garder")
    assert agreed.consents.count() == 1


def test_a_person_keeps_their_consent_and_chooses_the_uses(agreed, client, today):
    response = client.post(
        fresh(agreed), {"action": "keep", "uses": ["on_site", "in_print"], "digest": agreed.digest}, follow=True
    )
    assert "Votre accord est noté" in response.content.decode()
    line = agreed.consents.get(number=2)
    assert (line.kind, line.how, line.uses) == (ConsentKind.RENEWED, ConsentHow.LINK, ["sur le site", "sur papier"])
    assert line.valid_until == END


def test_a_person_who_no_longer_wants_the_site_is_off_it_at_once(agreed, client, today):
    client.post(fresh(agreed), {"action": "keep", "uses": ["in_training"], "digest": agreed.digest})
    assert state(agreed) == ConsentState.NOT_ON_SITE
    assert readable() == []


def test_after_a_renewal_the_cycle_begins_again(agreed, tick):
    tick(END - timedelta(days=30))
    services.answer(testimony=agreed, number=1, digest=agreed.digest, uses={"on_site"}, now=at(END - timedelta(days=20)))
    assert tick(END - timedelta(days=7)) == []
    assert readable(END + timedelta(days=1))
    assert len(tick(date(2030, 10, 4))) == 1


def test_no_use_is_not_a_withdrawal_and_the_page_says_so(agreed, client, today):
    response = client.post(fresh(agreed), {"action": "keep", "digest": agreed.digest})
    assert response.status_code == 422
    assert "Choisissez au moins un usage" in response.content.decode()
    assert readable()


def test_a_used_link_says_so_and_can_still_withdraw(agreed, client, today):
    used = fresh(agreed)
    client.post(used, {"action": "keep", "uses": ["on_site"], "digest": agreed.digest})
    html = client.get(used).content.decode()
    assert "Ce lien a déjà servi." in html
    assert "M’envoyer un nouveau lien" in html
    assert 'value="keep"' not in html
    response = client.post(used, {"action": "keep", "uses": ["in_print"], "digest": agreed.digest})
    assert response.status_code == 422
    assert agreed.consents.count() == 2
    client.post(used, {"action": "withdraw"})
    assert state(agreed) == ConsentState.WITHDRAWN


def test_a_used_link_sends_a_fresh_one(agreed, client, today, django_capture_on_commit_callbacks):
    used = fresh(agreed)
    client.post(used, {"action": "keep", "uses": ["on_site"], "digest": agreed.digest})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(used, {"action": "link"})
    (sent,) = mail.outbox
    assert 'value="keep"' in client.get(link_of(sent)).content.decode()


@pytest.mark.parametrize("token", ["x", "a:b", "WyJhIiwxLDJd:AAAA", "é" * 30, "x" * 1500, "%00", "null:xx"])
def test_a_forged_or_cut_link_is_a_clear_page_and_never_an_error(client, db, token):
    response = client.get(f"/temoignage/{token}/")
    assert response.status_code in {400, 404}
    if response.status_code == 404:
        assert "Recevoir un nouveau lien" in response.content.decode()


def test_a_link_of_another_site_opens_nothing(agreed, client, settings, today):
    forged = fresh(agreed)
    settings.SECRET_KEY = "une autre clé que celle du site " * 3
    assert client.get(forged).status_code == 404


def test_a_link_ends_after_sixty_days(agreed, client, today):
    assert page_of(agreed, client, now=NOW - timedelta(days=59)).status_code == 200
    old = page_of(agreed, client, now=NOW - timedelta(days=61))
    assert old.status_code == 410
    assert "Recevoir un nouveau lien" in old.content.decode()
    assert "clés" not in old.content.decode()


def test_a_link_to_a_testimony_that_is_no_more_is_a_clear_page(agreed, client, today):
    gone = fresh(agreed)
    agreed.delete()
    assert client.get(gone).status_code == 410


def test_two_answers_at_once_make_one_line(agreed):
    services.answer(testimony=agreed, number=1, digest=agreed.digest, uses={"on_site"}, now=NOW)
    with pytest.raises(ValidationError, match="entre-temps"):
        services.answer(testimony=agreed, number=1, digest=agreed.digest, uses={"in_print"}, now=NOW)
    assert agreed.consents.count() == 2


# A lost link


def test_the_page_of_a_lost_link_says_the_same_for_a_known_and_an_unknown_address(
    agreed, client, today, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        known = client.post("/temoignage/lien/", {"email": ADDRESS.upper()})
        unknown = client.post("/temoignage/lien/", {"email": "personne@exemple.fr"})
    assert known.status_code == unknown.status_code == 200
    assert re.sub(r'value="[^"]+"', "", known.content.decode()) == re.sub(r'value="[^"]+"', "", unknown.content.decode())
    assert [message.to for message in mail.outbox] == [[ADDRESS]]
    assert client.get(link_of(mail.outbox[0])).status_code == 200


def test_lost_links_are_limited_by_machine_and_by_address(agreed, client, today, settings, django_capture_on_commit_callbacks):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}}
    answers = []
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(11):
            answers.append(client.post("/temoignage/lien/", {"email": ADDRESS}).status_code)
    assert answers == [200] * 10 + [429]
    assert len(mail.outbox) == 1  # within one minute


def test_a_bad_address_is_told_kindly(client, db):
    response = client.post("/temoignage/lien/", {"email": "quelqu.un@"})
    assert response.status_code == 422
    assert "Exemple\u00a0: nom@exemple.fr" in response.content.decode()


# Withdrawn


def test_a_withdrawal_is_at_once_everywhere_and_erases_the_words(agreed, client, person, today, monkeypatch):
    ModelLogEntry.objects.log_action(agreed, "wagtail.edit", user=person(Role.WRITER))
    services.ask_correction(testimony=agreed, number=1, text="Ma ville, non.", now=NOW)
    OutgoingMail.objects.create(key=f"consent:{agreed.uuid.hex}:1:7-days", to=ADDRESS, subject="x", text="secret")
    heard = []
    monkeypatch.setattr("lilith.foundation.changes.change_listeners", lambda: [heard.append])
    link = fresh(agreed)
    html = client.post(link, {"action": "withdraw"}, follow=True).content.decode()
    assert "Il est retiré du site." in html
    assert agreed in heard
    assert readable() == []
    agreed.refresh_from_db()
    assert (agreed.text, agreed.title, agreed.live) == ("", "Témoignage retiré", False)
    assert not ConsentContact.objects.exists()
    assert not CorrectionRequest.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert not ModelLogEntry.objects.filter(label__contains="premier jour").exists()
    assert "clés" not in client.get(link).content.decode()


def test_a_withdrawal_puts_every_kept_page_out_of_date(agreed, django_capture_on_commit_callbacks):
    before = changes.stamp()
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(testimony=agreed, how=ConsentHow.LINK, now=NOW)
    assert changes.stamp() != before


def test_a_withdrawal_twice_is_one(agreed):
    for _time in range(2):
        services.withdraw(testimony=agreed, how=ConsentHow.LINK, now=NOW)
    assert agreed.consents.count() == 2


def test_a_withdrawal_is_final_for_this_text(agreed, person, client, today):
    words, title = agreed.text, agreed.title
    services.withdraw(testimony=agreed, how=ConsentHow.LINK, now=NOW)
    with pytest.raises(ValidationError):
        services.answer(testimony=agreed, number=2, digest=agreed.digest, uses={"on_site"}, now=NOW)
    agreed.refresh_from_db()
    agreed.text, agreed.title = words, title
    agreed.save()
    with pytest.raises(ValidationError, match="définitif"):
        agree(agreed, by=person(Role.COORDINATION))
    agreed.text = "<p>Un autre texte, écrit ensemble.</p>"
    agreed.save()
    agree(agreed, by=person(Role.COORDINATION))
    assert state(agreed) == ConsentState.ALIVE


def test_a_film_that_only_this_testimony_showed_goes_with_it(
    testimony, person, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    film = Video(slug="film", title="Un film", host=VideoHost.FILE, live=False)
    film.file.save("film.mp4", ContentFile(b"film"), save=False)
    film.save()
    testimony.video = film
    testimony.save()
    agree(testimony, by=person(Role.COORDINATION))
    kept = tmp_path / film.file.name
    assert kept.exists()
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(testimony=testimony, how=ConsentHow.LINK, now=NOW)
    assert not kept.exists()
    assert not Video.objects.exists()


def test_a_film_that_is_online_by_itself_is_refused(testimony):
    testimony.video = Video.objects.create(
        slug="film", title="Un film", host=VideoHost.LINK, url="https://exemple.fr/f", live=True
    )
    with pytest.raises(ValidationError, match="hors ligne"):
        testimony.full_clean()


def test_erasing_an_account_takes_its_testimonies_back(agreed, person):
    user = person(name="quelqu.un")
    assert "premier jour" in _texts(export_person(user=user, now=NOW))
    erase_person(user=user)
    assert state(agreed) == ConsentState.WITHDRAWN
    assert agreed.consents.last().how == ConsentHow.ACCOUNT_ERASED


def _texts(archive: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return "".join(files.read(name).decode() for name in files.namelist())


# The text changes


def test_a_text_changed_after_the_consent_is_off_line_until_the_person_agrees(agreed, client, tick, today):
    agreed.text = "<p>J’ai eu mes clés. J’ai bien dormi.</p>"
    agreed.save()
    assert readable() == []
    services.follow(testimony=agreed, today=TODAY)
    assert state(agreed) == ConsentState.TEXT_CHANGED
    assert not agreed.live
    (asked,) = tick(TODAY)
    assert tick(TODAY + timedelta(days=1)) == []
    link = link_of(asked)
    assert "bien dormi" in client.get(link).content.decode()
    client.post(link, {"action": "keep", "uses": ["on_site"], "digest": agreed.digest})
    assert readable() == ["Le premier jour chez moi"]
    assert state(agreed) == ConsentState.ALIVE


def test_marks_that_a_reader_does_not_see_change_nothing(agreed):
    agreed.text = '<p data-block-key="a1b2c">J’ai eu <b>mes clés</b>. J’ai dormi.</p>'
    agreed.save()
    assert readable()


@pytest.mark.parametrize("field", ["title", "role", "content_note", "text", "voice"])
def test_every_word_that_a_reader_sees_counts(agreed, field):
    before = agreed.digest
    setattr(agreed, field, "proche" if field == "voice" else "<p>Autre chose.</p>")
    assert agreed.digest != before


def test_a_text_that_changes_while_the_person_reads_is_not_agreed_to(agreed, client, today):
    link, seen = fresh(agreed), agreed.digest
    agreed.text = "<p>Autre chose.</p>"
    agreed.save()
    response = client.post(link, {"action": "keep", "uses": ["on_site"], "digest": seen})
    assert response.status_code == 422
    assert "Le texte a changé pendant que vous lisiez." in response.content.decode()
    assert agreed.consents.count() == 1


def test_a_person_asks_for_a_change_and_the_team_sees_it(agreed, client, today):
    response = client.post(fresh(agreed), {"action": "correct", "text": "Enlevez la ville."}, follow=True)
    assert "Votre demande est notée." in response.content.decode()
    assert needs_care(today=TODAY)["corrections"] == 1
    assert readable()
    assert client.post(fresh(agreed), {"action": "correct", "text": " "}).status_code == 422
    assert client.post(fresh(agreed), {"action": "autre"}).status_code == 422
