"""The ledger of paid time: declared, checked by someone else, corrected with its history, paid, told as files and totals."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import erase_person, export_person
from lilith.participation import selectors, services, statements
from lilith.participation.enums import TimeKind, TimeState
from lilith.participation.models import Rate, TimeEntry, TimeEntryChange
from lilith.participation.tests.conftest import NOW, TODAY
from lilith.participation.tests.test_consents import _texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(person) -> User:
    return person(Role.LIVED_EXPERIENCE)


@pytest.fixture
def keeper(person) -> User:
    return person(Role.COORDINATION)


@pytest.fixture
def declared(member) -> TimeEntry:
    return declare(member)


def declare(member: User, **values) -> TimeEntry:
    facts = {"day": TODAY, "kind": TimeKind.COMMITTEE, "task": "Comité du matin", "minutes": 210, "now": NOW, **values}
    return services.declare(person=member, **facts)


def correct(entry: TimeEntry, member: User, **values) -> TimeEntry:
    facts = {
        "day": TODAY, "kind": TimeKind.COMMITTEE, "task": "Comité, toute la journée", "minutes": 420, "reason": "J’avais oublié.",
        "version": entry.version, "now": NOW, **values,
    }  # fmt: skip
    return services.correct(entry=entry, by=member, **facts)


# Amounts


@pytest.mark.parametrize(
    ("minutes", "per_day", "hours", "euros"),
    [
        (420, "100", "7", "100.00"),
        (210, "100", "7", "50.00"),
        (15, "100", "7", "3.57"),
        (60, "100", "7", "14.29"),
        (105, "110", "8", "24.06"),
        (1440, "100", "7", "342.86"),
    ],
)
def test_time_is_paid_in_proportion_of_a_day(minutes, per_day, hours, euros):
    rate = Rate(since=TODAY, euros_per_day=Decimal(per_day), hours_per_day=Decimal(hours))
    assert services.amount_of(minutes=minutes, rate=rate) == Decimal(euros)


def test_the_rate_is_that_of_the_day_of_the_task(member):
    Rate.objects.create(since=date(2026, 7, 1), euros_per_day=Decimal(120), hours_per_day=Decimal(8))
    before, after = declare(member, day=date(2026, 6, 30)), declare(member, day=date(2026, 7, 1))
    assert (before.euros_per_day, before.amount) == (Decimal(100), Decimal("50.00"))
    assert (after.euros_per_day, after.amount) == (Decimal(120), Decimal("52.50"))


def test_a_new_rate_changes_nothing_that_was_declared(declared):
    Rate.objects.create(since=date(2026, 1, 1), euros_per_day=Decimal(200))
    declared.refresh_from_db()
    assert declared.amount == Decimal("50.00")


# Declared


def test_a_declared_entry_waits_and_has_a_first_line_of_history(declared, keeper):
    assert declared.state == TimeState.DECLARED
    assert list(selectors.to_validate(by=keeper)) == [declared]
    (line,) = declared.changes.all()
    assert (line.number, line.minutes, line.amount) == (1, 210, Decimal("50.00"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"day": TODAY + timedelta(days=1)}, "day"),
        ({"day": date(2023, 11, 21)}, "day"),
        ({"minutes": 0}, "hours"),
        ({"minutes": -15}, "hours"),
        ({"minutes": 20}, "hours"),
        ({"minutes": 1455}, "hours"),
        ({"task": "  "}, "task"),
    ],
)
def test_a_day_or_a_length_that_cannot_be_is_refused(member, values, field):
    with pytest.raises(ValidationError) as refused:
        declare(member, **values)
    assert field in refused.value.message_dict
    assert not TimeEntry.objects.exists()


def test_nobody_gives_more_than_24_hours_a_day(member):
    declare(member, minutes=1200)
    with pytest.raises(ValidationError, match="24 heures"):
        declare(member, minutes=255)
    declare(member, minutes=240)


def test_only_those_whose_role_is_paid_declare(person):
    with pytest.raises(PermissionDenied):
        declare(person(Role.WRITER))


# Checked


def test_someone_else_validates_and_nobody_their_own(declared, keeper, person):
    both = person(Role.LIVED_EXPERIENCE, Role.COORDINATION)
    own = declare(both)
    with pytest.raises(ValidationError, match="une autre personne"):
        services.validate(entry=own, version=1, by=both, now=NOW)
    assert own not in selectors.to_validate(by=both)
    done = services.validate(entry=declared, version=1, by=keeper, now=NOW)
    assert (done.state, done.validated_by, done.version) == (TimeState.VALIDATED, keeper, 2)
    with pytest.raises(PermissionDenied):
        services.validate(entry=own, version=1, by=person(Role.RELATIVE), now=NOW)


def test_the_database_refuses_a_validation_of_ones_own_time(declared, member):
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeEntry.objects.update(state=TimeState.VALIDATED, validated_by=member, validated_at=NOW)


@pytest.mark.parametrize(
    "values", [{"minutes": 20}, {"state": TimeState.VALIDATED}, {"state": TimeState.PAID}, {"paid_on": TODAY}]
)
def test_the_database_refuses_what_cannot_be(declared, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeEntry.objects.update(**values)


def test_of_two_people_who_validate_at_once_the_second_is_told(declared, keeper, person):
    services.validate(entry=declared, version=1, by=keeper, now=NOW)
    with pytest.raises(ValidationError, match="entre-temps"):
        services.validate(entry=declared, version=1, by=person(Role.ADMIN), now=NOW)
    declared.refresh_from_db()
    assert declared.validated_by == keeper
    assert declared.changes.count() == 2


def test_a_validation_of_what_was_corrected_meanwhile_is_refused(declared, member, keeper):
    correct(declared, member)
    with pytest.raises(ValidationError, match="entre-temps"):
        services.validate(entry=declared, version=1, by=keeper, now=NOW)
    declared.refresh_from_db()
    assert declared.state == TimeState.CORRECTED


def test_an_entry_is_sent_back_with_a_reason_and_comes_again(declared, member, keeper):
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        services.refuse(entry=declared, version=1, by=keeper, reason=" ", now=NOW)
    refused = services.refuse(entry=declared, version=1, by=keeper, reason="C’était en octobre.", now=NOW)
    assert (refused.state, refused.reason) == (TimeState.REFUSED, "C’était en octobre.")
    again = correct(refused, member, day=date(2026, 10, 22))
    assert again.state == TimeState.CORRECTED
    assert again in selectors.to_validate(by=keeper)


# Corrected


def test_a_validated_entry_that_is_corrected_is_to_be_validated_again(declared, member, keeper):
    services.validate(entry=declared, version=1, by=keeper, now=NOW)
    changed = correct(declared, member, version=2)
    assert (changed.state, changed.validated_by, changed.amount) == (TimeState.CORRECTED, None, Decimal("100.00"))
    told = [(line.number, line.state, line.minutes, line.reason) for line in changed.changes.all()]
    assert told == [
        (1, TimeState.DECLARED, 210, ""),
        (2, TimeState.VALIDATED, 210, ""),
        (3, TimeState.CORRECTED, 420, "J’avais oublié."),
    ]


def test_nobody_corrects_the_time_of_someone_else(declared, person):
    with pytest.raises(PermissionDenied):
        correct(declared, person(Role.RELATIVE))


def test_what_is_paid_no_longer_changes(declared, member, keeper):
    services.validate(entry=declared, version=1, by=keeper, now=NOW)
    services.pay(entries=[(declared.uuid, 2)], by=keeper, paid_on=TODAY, now=NOW)
    for act in (
        lambda: correct(declared, member, version=3),
        lambda: services.cancel(entry=declared, version=3, by=member, reason="", now=NOW),
        lambda: services.refuse(entry=declared, version=3, by=keeper, reason="Non.", now=NOW),
    ):
        with pytest.raises(ValidationError):
            act()


def test_a_cancelled_entry_counts_nowhere_and_stays_in_the_history(declared, member):
    services.cancel(entry=declared, version=1, by=member, reason="", now=NOW)
    assert selectors.statement(person=member, start=TODAY, end=TODAY).entries == []
    assert declared.changes.count() == 2


# Paid


def test_a_payment_is_all_or_nothing(member, keeper):
    first, second = declare(member), declare(member, day=TODAY - timedelta(days=1))
    services.validate(entry=first, version=1, by=keeper, now=NOW)
    with pytest.raises(ValidationError):
        services.pay(entries=[(first.uuid, 2), (second.uuid, 1)], by=keeper, paid_on=TODAY, now=NOW)
    first.refresh_from_db()
    assert first.state == TimeState.VALIDATED
    with pytest.raises(ValidationError, match="futur"):
        services.pay(entries=[(first.uuid, 2)], by=keeper, paid_on=TODAY + timedelta(days=1), now=NOW)
    services.pay(entries=[(first.uuid, 2)], by=keeper, paid_on=TODAY, now=NOW)
    assert selectors.statement(person=member, start=TODAY, end=TODAY).paid == Decimal("50.00")


# Files


def test_a_statement_is_a_tagged_pdf_without_the_address_of_the_person(declared, member, keeper):
    services.validate(entry=declared, version=1, by=keeper, now=NOW)
    statement = selectors.statement(person=member, start=date(2026, 1, 1), end=TODAY)
    body = statements.as_pdf(statement, now=NOW)
    reader = PdfReader(io.BytesIO(body))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "fr-FR"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata.title == "Relevé du temps d’expérience"
    text = "\n".join(page.extract_text() for page in reader.pages)
    for words in ("usagers", "Comité du matin", "3,5", "50,00", "22 novembre 2026", "validée"):
        assert words in text
    assert "@" not in text


def test_words_of_a_person_are_never_run_by_the_typesetter(member):
    declare(member, task='#panic("x") $a$ *gras* <b> @nom \\ "fin"')
    statement = selectors.statement(person=member, start=TODAY, end=TODAY)
    text = PdfReader(io.BytesIO(statements.as_pdf(statement, now=NOW))).pages[0].extract_text()
    assert "#panic(" in text


def test_an_empty_statement_and_a_long_one_open(member):
    empty = selectors.statement(person=member, start=TODAY, end=TODAY)
    assert "Aucune ligne" in PdfReader(io.BytesIO(statements.as_pdf(empty, now=NOW))).pages[0].extract_text()
    for back in range(120):
        declare(member, day=TODAY - timedelta(days=back), minutes=15)
    long = selectors.statement(person=member, start=date(2026, 1, 1), end=TODAY)
    assert len(PdfReader(io.BytesIO(statements.as_pdf(long, now=NOW))).pages) > 2


@pytest.mark.parametrize("task", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx"])
def test_a_spreadsheet_runs_nothing_that_a_person_typed(member, task):
    entry = declare(member)
    TimeEntry.objects.update(task=task)
    entry.refresh_from_db()
    body = statements.as_csv([entry])
    assert body.startswith("\ufeff".encode())
    heads, row = csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";")
    assert row[heads.index("Tâche")] == f"'{task}"
    assert row[heads.index("Montant en euros")] == "50,00"


# Pages


@pytest.fixture
def today():
    with time_machine.travel(NOW, tick=True):
        yield


def test_a_person_declares_corrects_and_takes_their_statement(browser, member, today):
    client = browser(member)
    told = client.post(
        "/mon-espace/temps/declarer/", {"day": "2026-11-20", "kind": "relecture", "task": "Relire", "hours": "2,5"}, follow=True
    ).content.decode()
    assert "C’est noté\u00a0: 35,71 €." in told
    entry = TimeEntry.objects.get()
    assert "À valider" in told
    page = f"/mon-espace/temps/{entry.uuid}/"
    assert 'value="2,5"' in client.get(page).content.decode()
    client.post(
        page, {"day": "2026-11-20", "kind": "relecture", "task": "Relire", "hours": "3.5", "version": "1", "reason": ""}
    )
    entry.refresh_from_db()
    assert (entry.minutes, entry.state) == (210, TimeState.CORRECTED)
    stale = client.post(page, {"day": "2026-11-20", "kind": "relecture", "task": "X", "hours": "1", "version": "1"})
    assert stale.status_code == 422
    assert "entre-temps" in stale.content.decode()
    for format, kind in (("pdf", b"%PDF"), ("csv", "\ufeff".encode())):
        file = client.get(f"/mon-espace/temps/releve.{format}?de=2026-01-01&a=2026-12-31")
        assert file.content.startswith(kind)
        assert f"releve-temps-2026-01-01-2026-12-31.{format}" in file["Content-Disposition"]
        assert "usagers" not in file["Content-Disposition"]
    client.post(page, {"action": "cancel", "version": "2"})
    entry.refresh_from_db()
    assert entry.state == TimeState.CANCELLED


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"hours": "0,3"}, "quarts d’heure"),
        ({"hours": "25"}, "24 heures"),
        ({"hours": "beaucoup"}, "comme 2,5"),
        ({"hours": "NaN"}, "comme 2,5"),
        ({"day": "31/02/2026"}, "comme 22/11/2026"),
        ({"day": "2027-01-01"}, "futur"),
        ({"task": ""}, "quelques mots"),
        ({"kind": "x"}, "x"),
    ],
)
def test_what_is_typed_wrong_is_told_beside_its_field(browser, member, today, values, words):
    typed = {"day": "2026-11-20", "kind": "relecture", "task": "Relire", "hours": "2", **values}
    response = browser(member).post("/mon-espace/temps/declarer/", typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not TimeEntry.objects.exists()


@pytest.mark.parametrize("query", ["", "de=2026-12-31&a=2026-01-01", "de=x&a=y"])
def test_a_period_that_cannot_be_is_told(browser, member, query):
    response = browser(member).get(f"/mon-espace/temps/releve.pdf?{query}", follow=True)
    assert "Ces dates ne vont pas" in response.content.decode()
    assert browser(member).get("/mon-espace/temps/releve.exe?de=2026-01-01&a=2026-12-31").status_code == 404


def test_the_coordination_checks_pays_and_reads_the_ledger(browser, member, keeper, declared, today):
    client, page = browser(keeper), f"/mon-espace/temps/a-valider/{declared.uuid}/"
    assert "Comité du matin" in client.get("/mon-espace/temps/a-valider/").content.decode()
    assert client.post(page, {"action": "refuse", "version": "1", "reason": ""}).status_code == 422
    client.post(page, {"action": "validate", "version": "1"})
    again = client.post(page, {"action": "validate", "version": "1"})
    assert again.status_code == 422
    assert "entre-temps" in again.content.decode()
    assert client.post("/mon-espace/temps/a-valider/", {"paid_on": "2026-11-22"}).status_code == 422
    bad = client.post("/mon-espace/temps/a-valider/", {"paid_on": "2026-11-22", "entry": ["x", f"{declared.uuid}:9"]})
    assert bad.status_code == 422
    client.post("/mon-espace/temps/a-valider/", {"paid_on": "2026-11-22", "entry": f"{declared.uuid}:2"})
    declared.refresh_from_db()
    assert declared.state == TimeState.PAID
    html = client.get("/mon-espace/temps/registre/").content.decode()
    assert "usagers" in html
    assert client.get("/mon-espace/temps/registre/?de=2026-01-01&a=2025-01-01").status_code == 422
    asked = f"de=2026-01-01&a=2026-12-31&personne={member.pk}"
    assert client.get(f"/mon-espace/temps/registre/releve.pdf?{asked}").content.startswith(b"%PDF")
    everyone = client.get("/mon-espace/temps/registre/releve.csv?de=2026-01-01&a=2026-12-31")
    assert "usagers;22/11/2026" in everyone.content.decode("utf-8-sig")
    assert client.get("/mon-espace/temps/registre/releve.pdf?de=2026-01-01&a=2026-12-31").status_code == 302


def test_nobody_reads_or_changes_the_time_of_another_through_an_address(browser, declared, person, client):
    other = browser(person(Role.RELATIVE))
    assert other.get(f"/mon-espace/temps/{declared.uuid}/").status_code == 404
    for address in ("a-valider/", f"a-valider/{declared.uuid}/", "registre/", "registre/releve.csv?de=2026-01-01&a=2026-12-31"):
        assert other.get(f"/mon-espace/temps/{address}").status_code == 403
    assert browser(person(Role.WRITER)).get("/mon-espace/temps/").status_code == 403
    assert client.get("/mon-espace/temps/").status_code == 302


def test_the_demonstration_and_the_real_ledger_never_touch(declared, keeper, person):
    demo = person(Role.COORDINATION, name="demo")
    User.objects.filter(pk=demo.pk).update(is_demo=True)
    demo.refresh_from_db()
    assert not selectors.to_validate(by=demo).exists()
    assert not selectors.ledger(by=demo, start=TODAY, end=TODAY).exists()
    with pytest.raises(PermissionDenied):
        services.validate(entry=declared, version=1, by=demo, now=NOW)


def test_my_space_says_what_waits(browser, member, keeper, declared):
    assert "Une ligne attend d’être validée." in browser(member).get("/mon-espace/").content.decode()
    assert "À valider\u00a0: 1." in browser(keeper).get("/mon-espace/").content.decode()
    services.refuse(entry=declared, version=1, by=keeper, reason="Quel jour ?", now=NOW)
    assert "Une ligne vous est rendue" in browser(member).get("/mon-espace/").content.decode()


# Totals that everyone reads


def public(client) -> str:
    return client.get("/temps-d-experience/").content.decode()


def test_without_any_hour_the_public_page_says_so_and_what_is_foreseen(client, db):
    html = public(client)
    assert "Aucune heure n’est encore enregistrée." in html
    assert "dix réunions" in html
    assert "100 €" in html


def test_fewer_than_five_people_are_never_counted_in_public(client, person, keeper):
    for number in range(4):
        _done(person(Role.LIVED_EXPERIENCE, name=f"p{number}"), keeper)
    html = public(client)
    assert "moins de 5 personnes" in html
    assert "14" in html
    assert "200,00" in html
    _done(person(Role.LIVED_EXPERIENCE, name="p5"), keeper)
    assert "5 personnes" in public(client)
    assert "moins de 5 personnes" not in public(client)


def test_only_what_is_validated_counts_and_the_demonstration_does_not(member, keeper, declared):
    assert selectors.yearly_totals() == []
    services.validate(entry=declared, version=1, by=keeper, now=NOW)
    (total,) = selectors.yearly_totals()
    assert (total.year, total.hours, total.euros, total.people) == (2026, Decimal("3.5"), Decimal(50), None)
    TimeEntry.objects.update(is_demo=True)
    assert selectors.yearly_totals() == []


def test_a_validation_empties_the_page_cache_and_a_declaration_does_not(member, keeper, monkeypatch):
    heard = []
    monkeypatch.setattr("lilith.foundation.changes.change_listeners", lambda: [heard.append])
    entry = declare(member)
    assert heard == []
    services.validate(entry=entry, version=1, by=keeper, now=NOW)
    assert heard == [entry]


def test_public_pages_set_no_cookie_and_need_few_queries(client, db, django_assert_max_num_queries):
    for address, most in (("/temps-d-experience/", 4), ("/temoigner/", 2)):
        client.get(address)
        with django_assert_max_num_queries(most):
            response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies


def _done(user: User, keeper: User) -> None:
    services.validate(entry=declare(user), version=1, by=keeper, now=NOW)


# Personal data


def test_a_person_takes_their_time_away_and_is_erased_from_it(declared, member, keeper):
    waiting = declare(member, day=TODAY - timedelta(days=1), task="Une autre tâche")
    services.validate(entry=declared, version=1, by=keeper, now=NOW)
    told = _texts(export_person(user=member, now=datetime(2026, 11, 22, tzinfo=UTC)))
    assert "Comité du matin" in told
    erase_person(user=member)
    declared.refresh_from_db()
    waiting.refresh_from_db()
    assert (declared.amount, declared.state, declared.task) == (Decimal("50.00"), TimeState.VALIDATED, "")
    assert waiting.state == TimeState.CANCELLED
    assert str(declared.person) == "Compte effacé"
    assert not TimeEntryChange.objects.exclude(task="").exists()
