"""The import of references, from the file to the library, with the people who do it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from lilith.accounts.enums import Role
from lilith.accounts.models import RoleGrant, User
from lilith.foundation import slots
from lilith.library.enums import BatchStatus, RowDecision, RowStatus
from lilith.library.imports import services, writing
from lilith.library.models import ImportBatch, Publication
from lilith.library.tests.records import publication
from lilith.search.models import Document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def person(*roles: Role, name: str = "Une personne") -> User:
    user = User.objects.create_user(f"{'-'.join(roles)}@example.org", display_name=name)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


@pytest.fixture
def writer():
    return person(Role.WRITER, name="Rédaction")


@pytest.fixture
def coordinator():
    return person(Role.COORDINATION, name="Coordination")


def ris(*entries: dict[str, str]) -> str:
    return "".join(
        "TY  - JOUR\n" + "".join(f"{tag}  - {value}\n" for tag, value in entry.items()) + "ER  - \n\n" for entry in entries
    )


HOUSING = {"TI": "Housing First", "AU": "Poremski, Daniel", "PY": "2016", "DO": "10.1176/x", "JO": "Psychiatric Services"}
PEERS = {"TI": "Peer support", "AU": "Johnson, S.", "PY": "2018"}


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """A file sent by someone and read by the job."""

    def send(by: User, text: str | bytes, name: str = "references.ris") -> ImportBatch:
        data = text.encode() if isinstance(text, str) else text
        with django_capture_on_commit_callbacks(execute=True):
            batch = services.start_import(file=SimpleUploadedFile(name, data), by=by, now=NOW)
        batch.refresh_from_db()
        return batch

    return send


@pytest.fixture
def accepted(django_capture_on_commit_callbacks):
    """An import accepted by someone and written by the job."""

    def accept(batch: ImportBatch, by: User, publish: bool = False) -> ImportBatch:
        with django_capture_on_commit_callbacks(execute=True):
            services.accept(batch_id=batch.pk, by=by, publish=publish, now=NOW)
        batch.refresh_from_db()
        return batch

    return accept


def statuses(batch: ImportBatch) -> list[str]:
    return [row.status for row in batch.rows.order_by("number")]


def test_a_writer_sends_a_file_and_nothing_is_added_before_acceptance(sent, writer):
    batch = sent(writer, ris(HOUSING, PEERS))
    assert (batch.status, batch.row_count, batch.percent) == (BatchStatus.READY, 2, 100)
    assert (batch.format, batch.encoding) == ("ris", "UTF-8")
    assert statuses(batch) == [RowStatus.READY, RowStatus.READY]
    assert not Publication.objects.exists()


def test_the_file_is_kept_apart_from_public_files_and_thrown_away_once_read(sent, writer):
    batch = sent(writer, ris(HOUSING))
    storage = batch.file.storage
    assert not batch.file
    assert not storage.exists(f"{batch.uuid}.txt")
    assert not str(storage.location).startswith(str(settings.MEDIA_ROOT))


def test_a_writer_accepts_and_the_references_become_drafts(sent, accepted, writer):
    batch = accepted(sent(writer, ris(HOUSING, PEERS)), writer)
    assert (batch.status, batch.imported_count) == (BatchStatus.DONE, 2)
    record = Publication.objects.get(doi="10.1176/x")
    assert (record.title, record.authors, record.year) == ("Housing First", "Poremski, Daniel", 2016)
    assert record.slug == "poremski-2016-housing-first"
    assert (record.live, record.written_on) == (False, date(2026, 11, 22))
    assert record.next_review_on == date(2027, 11, 22)
    record.full_clean()


def test_the_coordination_puts_online_and_a_reader_finds_it(sent, accepted, coordinator, client):
    accepted(sent(coordinator, ris(HOUSING)), coordinator, publish=True)
    assert Document.objects.filter(kind="publication", key="poremski-2016-housing-first").exists()
    html = client.get("/publications/poremski-2016-housing-first/").content.decode()
    assert "POREMSKI, Daniel, 2016. Housing First." in html


def test_the_page_cache_hears_of_an_import_that_is_put_online(sent, accepted, coordinator, monkeypatch):
    told = []
    monkeypatch.setattr("lilith.foundation.page_cache.invalidation.bump_on_commit", lambda: told.append(True))
    accepted(sent(coordinator, ris(HOUSING, PEERS)), coordinator, publish=True)
    assert told


def test_a_writer_may_not_put_online(sent, writer):
    batch = sent(writer, ris(HOUSING))
    with pytest.raises(ValidationError, match="ne permet pas de mettre en ligne"):
        services.accept(batch_id=batch.pk, by=writer, publish=True, now=NOW)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.ADMIN, True),
        (Role.COORDINATION, True),
        (Role.WRITER, True),
        (Role.COMMITTEE, True),
        (Role.LITERACY, False),
        (Role.LIVED_EXPERIENCE, False),
        (Role.MODERATOR, False),
        (Role.MEMBER, False),
    ],
)
def test_only_the_redaction_the_coordination_the_committee_and_the_administration_import(sent, role, may):
    user = person(role)
    if may:
        assert sent(user, ris(HOUSING)).status == BatchStatus.READY
    else:
        with pytest.raises(PermissionDenied):
            sent(user, ris(HOUSING))


# Duplicates


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"TI": "Un autre titre", "DO": "https://doi.org/10.1176/X"}, "doi"),
        ({"TI": "Un autre titre", "AN": "25651451", "DB": "PubMed"}, "pmid"),
        ({"TI": "Un autre titre", "UR": "https://hal.science/hal-01234567v3"}, "hal"),
        ({"TI": "HOUSING, first!", "AU": "Pôremski, D.", "PY": "2016"}, "text"),
    ],
)
def test_a_text_that_the_library_holds_is_shown_as_a_possible_duplicate(sent, writer, entry, reason):
    known = publication(title="Housing First", authors="Poremski D.", year=2016, doi="10.1176/x", pmid="25651451",
                        hal_id="hal-01234567")  # fmt: skip
    row = sent(writer, ris(entry)).rows.get()
    assert (row.status, row.reason, row.duplicate_of, row.decision) == (RowStatus.DUPLICATE, reason, known, RowDecision.SKIP)


def test_another_year_or_another_first_author_makes_another_text(sent, writer):
    publication(title="Housing First", authors="Poremski D.", year=2016)
    other_year = {"TI": "Housing First", "AU": "Poremski, D.", "PY": "2017"}
    other_author = {"TI": "Housing First", "AU": "Stergiopoulos, V.", "PY": "2016"}
    assert statuses(sent(writer, ris(other_year, other_author))) == [RowStatus.READY, RowStatus.READY]


def test_a_reference_that_stands_twice_in_the_file_is_taken_once(sent, accepted, writer):
    batch = sent(writer, ris(HOUSING, PEERS, {**HOUSING, "TI": "Housing First (reprint)"}))
    last = batch.rows.get(number=3)
    assert (last.status, last.twin, last.reason) == (RowStatus.DUPLICATE, 1, "doi")
    assert accepted(batch, writer).imported_count == 2


def test_merging_keeps_what_stands_and_fills_what_is_empty(sent, accepted, coordinator):
    known = publication(title="Mon titre", doi="10.1176/x", journal="", volume="", pmid="", year=2016, authors="Poremski D.")
    batch = sent(coordinator, ris({**HOUSING, "VL": "67", "AN": "25651451", "DB": "PubMed", "PY": "2017"}))
    services.decide(batch_id=batch.pk, decisions={1: "fusionner"}, by=coordinator)
    assert accepted(batch, coordinator).merged_count == 1
    known.refresh_from_db()
    assert (known.title, known.year, known.authors) == ("Mon titre", 2016, "Poremski D.")
    assert (known.journal, known.volume, known.pmid, known.version) == ("Psychiatric Services", "67", "25651451", 2)


def test_merging_never_gives_a_record_the_identifier_of_another(sent, accepted, coordinator):
    known = publication(doi="10.1176/x", pmid="", hal_id="", volume="", abstract="")
    publication("autre", title="Autre", pmid="25651451")
    batch = sent(coordinator, ris({**HOUSING, "AN": "25651451", "DB": "PubMed", "AB": "Résumé."}))
    services.decide(batch_id=batch.pk, decisions={1: "fusionner"}, by=coordinator)
    accepted(batch, coordinator)
    known.refresh_from_db()
    assert (known.pmid, known.abstract) == ("", "Résumé.")


def test_a_writer_may_not_merge_into_a_record_that_is_online(sent, writer):
    publication(doi="10.1176/x")
    batch = sent(writer, ris(HOUSING))
    services.decide(batch_id=batch.pk, decisions={1: "fusionner"}, by=writer)
    with pytest.raises(ValidationError, match="rôle de la coordination"):
        services.accept(batch_id=batch.pk, by=writer, publish=False, now=NOW)


def test_a_duplicate_by_identifier_cannot_be_imported_but_one_by_title_can(sent, accepted, writer):
    publication(title="Housing First", authors="Poremski D.", year=2016, doi="10.1176/x")
    publication("paires", title="Peer support", authors="Johnson S.", year=2018)
    batch = sent(writer, ris(HOUSING, PEERS))
    with pytest.raises(ValidationError, match="Référence 1"):
        services.decide(batch_id=batch.pk, decisions={1: "importer"}, by=writer)
    services.decide(batch_id=batch.pk, decisions={2: "importer"}, by=writer)
    assert accepted(batch, writer).imported_count == 1
    assert Publication.objects.filter(title="Peer support").count() == 2


# Parts, errors, races


def test_an_editor_takes_only_what_is_ticked(sent, accepted, writer):
    batch = sent(writer, ris(HOUSING, PEERS))
    services.decide(batch_id=batch.pk, decisions={1: "ignorer"}, by=writer)
    accepted(batch, writer)
    assert [record.title for record in Publication.objects.all()] == ["Peer support"]


def test_an_error_says_its_line_and_leaves_the_rest(sent, accepted, writer):
    batch = sent(writer, ris(HOUSING, {"AU": "Sans titre"}, PEERS))
    wrong = batch.rows.get(status=RowStatus.ERROR)
    assert (wrong.line, wrong.error) == (9, "Le titre manque.")
    with pytest.raises(ValidationError):
        services.decide(batch_id=batch.pk, decisions={2: "importer"}, by=writer)
    assert accepted(batch, writer).imported_count == 2


def test_accepting_nothing_is_refused(sent, writer):
    batch = sent(writer, ris(HOUSING))
    services.decide_none(batch_id=batch.pk, by=writer)
    with pytest.raises(ValidationError, match="au moins une"):
        services.accept(batch_id=batch.pk, by=writer, publish=False, now=NOW)


def test_of_two_people_who_accept_one_wins_and_the_other_is_told(sent, accepted, writer, coordinator):
    batch = accepted(sent(writer, ris(HOUSING)), writer)
    with pytest.raises(ValidationError, match="Rédaction a déjà accepté cet import, le 22 novembre à 10:00"):
        services.accept(batch_id=batch.pk, by=coordinator, publish=False, now=NOW)
    assert Publication.objects.count() == 1


def test_a_job_that_runs_twice_writes_once(sent, accepted, writer):
    batch = accepted(sent(writer, ris(HOUSING)), writer)
    assert writing.write_batch(batch_id=batch.pk, now=NOW) == []
    services.read_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.status, Publication.objects.count()) == (BatchStatus.DONE, 1)


def test_what_entered_the_library_since_the_preview_is_left_out_and_said(sent, accepted, writer):
    batch = sent(writer, ris(HOUSING, PEERS))
    publication("entre-temps", doi="10.1176/X")
    batch = accepted(batch, writer)
    assert batch.imported_count == 1
    assert batch.message == "1 référence laissée de côté\u00a0: entrée dans la bibliothèque depuis l’aperçu."


def test_a_failure_in_the_middle_writes_nothing_and_gives_the_import_back(sent, accepted, coordinator, monkeypatch):
    publication(doi="10.1176/x", volume="")
    batch = sent(coordinator, ris({**HOUSING, "VL": "67"}, PEERS))
    services.decide(batch_id=batch.pk, decisions={1: "fusionner"}, by=coordinator)

    def fail(*args, **kwargs):
        raise IntegrityError("a record appeared meanwhile")

    monkeypatch.setattr(writing, "_merge", fail)
    batch = accepted(batch, coordinator)
    assert (batch.status, batch.accepted_by) == (BatchStatus.READY, None)
    assert "Rien n’a été enregistré" in batch.message
    assert Publication.objects.count() == 1
    monkeypatch.undo()
    assert accepted(batch, coordinator).imported_count == 1


# Files that cannot be read


def test_a_file_of_100_megabytes_is_refused_before_it_is_read(writer):
    file = SimpleUploadedFile("gros.ris", b"TY  - JOUR\n")
    file.size = 100 * 1024 * 1024
    with pytest.raises(ValidationError, match="pèse 100 Mo"):
        services.start_import(file=file, by=writer, now=NOW)
    assert not ImportBatch.objects.exists()


def test_a_file_with_too_many_references_is_refused_whole(sent, writer, monkeypatch):
    monkeypatch.setattr(services, "MOST_ROWS", 2)
    monkeypatch.setattr(services, "CHUNK", 1)
    batch = sent(writer, ris(HOUSING, PEERS, {"TI": "Trois"}))
    assert batch.status == BatchStatus.FAILED
    assert "Plus de 2 références" in batch.message
    assert not batch.rows.exists()


def test_a_file_that_breaks_off_keeps_nothing_half_read(sent, writer):
    batch = sent(writer, ris(HOUSING) + "TY  - JOUR\nTI  - " + "x" * 1_100_000)
    assert batch.status == BatchStatus.FAILED
    assert "plus d’un million de signes" in batch.message
    assert not batch.rows.exists()


def test_an_unforeseen_failure_is_told_without_details(sent, writer, monkeypatch):
    def fail(*args):
        raise RuntimeError("secret")

    monkeypatch.setattr(services, "read_file", fail)
    batch = sent(writer, ris(HOUSING))
    assert batch.status == BatchStatus.FAILED
    assert "secret" not in batch.message
    assert batch.message.endswith("Rien n’a été importé.")


def test_a_name_of_file_from_elsewhere_leads_nowhere(sent, writer):
    batch = sent(writer, ris(HOUSING), name="../../etc/passwd.ris")
    assert batch.status == BatchStatus.READY
    assert batch.file_name == "passwd.ris"


# Time


def test_an_import_that_nobody_accepts_is_forgotten_after_thirty_days(sent, accepted, writer):
    waiting, done = sent(writer, ris(HOUSING)), accepted(sent(writer, ris(PEERS)), writer)
    assert services.forget_old_imports(now=NOW + timedelta(days=29)) == 0
    work = next(work for work in slots.scheduled_work() if work.name == "library-imports")
    assert work.run(NOW + timedelta(days=31)) == "1 import(s) oublié(s)"
    assert not ImportBatch.objects.filter(pk=waiting.pk).exists()
    done.refresh_from_db()
    assert (done.imported_count, done.rows.count()) == (1, 0)
    assert Publication.objects.count() == 1


def test_an_import_whose_writing_never_ended_is_given_back(sent, accepted, writer):
    batch = sent(writer, ris(HOUSING))
    services.accept(batch_id=batch.pk, by=writer, publish=False, now=NOW)
    services.forget_old_imports(now=NOW + timedelta(hours=2))
    batch.refresh_from_db()
    assert batch.status == BatchStatus.WRITING
    services.forget_old_imports(now=NOW + timedelta(days=2))
    batch.refresh_from_db()
    assert (batch.status, batch.accepted_by) == (BatchStatus.READY, None)
    assert "rien n’a été ajouté" in batch.message
    assert accepted(batch, writer).imported_count == 1


def test_an_import_can_be_thrown_away_but_not_while_it_is_written(sent, writer):
    batch = sent(writer, ris(HOUSING))
    services.discard(batch_id=batch.pk, by=writer)
    assert not ImportBatch.objects.exists()
    services.discard(batch_id=batch.pk, by=writer)
    batch = sent(writer, ris(HOUSING))
    ImportBatch.objects.update(status=BatchStatus.WRITING)
    with pytest.raises(ValidationError, match="attendez la fin"):
        services.discard(batch_id=batch.pk, by=writer)


def test_a_person_gets_the_list_of_their_imports(sent, writer):
    batch = sent(writer, ris(HOUSING))
    rows = slots.personal_data()["library.ImportBatch"].export(writer)
    assert [(row["pk"], row["file_name"]) for row in rows] == [(batch.pk, "references.ris")]
