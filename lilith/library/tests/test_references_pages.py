"""The pages of references: in the back office for those who import, on the site for those who cite."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import Grant, create_account, sync_groups
from lilith.library.enums import BatchStatus
from lilith.library.exchange import files
from lilith.library.models import ImportBatch, Publication
from lilith.library.tests.records import publication
from lilith.library.tests.test_import import HOUSING, PEERS, ris

pytestmark = pytest.mark.django_db
INDEX = "/redaction/references/"


@pytest.fixture
def signed_in(db):
    sync_groups()

    def make(role: Role) -> Client:
        name = f"Personne {role.value}"
        user = create_account(
            email=f"{role.value}@example.org", display_name=name, password="trois mots sans lien", roles=[Grant(role)]
        )
        client = Client()
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return make


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    def post(client: Client, data: str | bytes, name: str = "references.ris"):
        file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(INDEX, {"file": file})

    return post


@pytest.fixture
def act(django_capture_on_commit_callbacks):
    def post(client: Client, batch: ImportBatch, action: str, **fields: str):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(page_of(batch), {"action": action, **fields}, follow=True)

    return post


def page_of(batch: ImportBatch) -> str:
    return reverse("references_batch", args=[batch.uuid])


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.WRITER, 200), (Role.COMMITTEE, 200), (Role.COORDINATION, 200), (Role.ADMIN, 200), (Role.LITERACY, 302)],
)
def test_the_page_of_imports_opens_for_those_who_import(signed_in, role, status):
    client = signed_in(role)
    assert client.get(INDEX).status_code == status
    assert (INDEX in client.get("/redaction/").content.decode()) is (status == 200)


def test_a_committee_member_imports_from_the_file_to_the_draft(signed_in, send, act):
    client = signed_in(Role.COMMITTEE)
    response = send(client, ris(HOUSING, PEERS, {"AU": "Sans titre"}, {"TI": "Étude au DOI faux", "DO": "10.12"}))
    batch = ImportBatch.objects.get()
    assert response["Location"] == page_of(batch)
    html = client.get(page_of(batch)).content.decode()
    assert "Format\u00a0: RIS. Encodage\u00a0: UTF-8. 4 références lues." in html.replace("&nbsp;", "\u00a0")
    assert "Housing First" in html
    assert "Le titre manque." in html
    assert "Étude au DOI faux" in html
    assert 'name="publish"' not in html
    act(client, batch, "accept", **{"row-2": "ignorer"})
    html = client.get(page_of(batch)).content.decode()
    assert "1 publication ajoutée" in html
    assert "Accepté par Personne comite" in html
    assert [(record.title, record.live) for record in Publication.objects.all()] == [("Housing First", False)]


def test_the_coordination_imports_and_puts_online(signed_in, send, act):
    client = signed_in(Role.COORDINATION)
    send(client, ris(HOUSING))
    act(client, ImportBatch.objects.get(), "accept", publish="on", **{"row-1": "importer"})
    assert Client().get("/publications/poremski-2016-housing-first/").status_code == 200


def test_of_two_people_on_the_same_preview_the_second_is_told(signed_in, send, act):
    first, second = signed_in(Role.WRITER), signed_in(Role.COORDINATION)
    send(first, ris(HOUSING))
    batch = ImportBatch.objects.get()
    act(first, batch, "accept", **{"row-1": "importer"})
    html = act(second, batch, "accept", **{"row-1": "importer"}).content.decode()
    assert "Personne redaction a déjà accepté cet import" in html
    assert Publication.objects.count() == 1


def test_choices_of_one_page_are_kept_while_another_is_read(signed_in, send, act):
    client = signed_in(Role.WRITER)
    send(client, ris(*({"TI": f"Texte {number}", "PY": "2020"} for number in range(60))))
    batch = ImportBatch.objects.get()
    act(client, batch, "keep", **{"row-3": "ignorer"})
    assert "Page 2 sur 2" in client.get(page_of(batch), {"p": "2"}).content.decode()
    assert "59 à importer" in client.get(page_of(batch), {"p": "nimporte", "etat": "zzz"}).content.decode()
    act(client, batch, "none")
    act(client, batch, "all")
    assert "60 à importer" in client.get(page_of(batch)).content.decode()


def test_duplicates_are_merged_in_one_gesture(signed_in, send, act):
    publication(doi="10.1176/x", abstract="")
    client = signed_in(Role.COORDINATION)
    send(client, ris({**HOUSING, "AB": "Un résumé."}, PEERS))
    batch = ImportBatch.objects.get()
    assert "même DOI" in client.get(page_of(batch), {"etat": "doublon"}).content.decode()
    act(client, batch, "all-merge")
    act(client, batch, "accept")
    assert "1 fusionnée" in client.get(page_of(batch)).content.decode()
    assert Publication.objects.get(doi="10.1176/x").abstract == "Un résumé."


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.ris", ris(HOUSING))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Ce fichier est vide."),
        (b"\n\n", "Ce fichier est vide."),
        (_zip(), "pas un fichier de texte"),
        (b"Bonjour", "ne reconnaissons pas ce fichier"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(signed_in, send, data, words):
    response = send(signed_in(Role.WRITER), data, name="x.txt")
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_form_without_file_or_with_a_forged_button_gets_a_message(signed_in, send, act):
    client = signed_in(Role.WRITER)
    assert "Choisissez un fichier." in client.post(INDEX, {}).content.decode()
    send(client, ris(HOUSING))
    batch = ImportBatch.objects.get()
    assert "Ce bouton n’existe pas." in act(client, batch, "tout-effacer").content.decode()
    assert "ce choix n’est pas possible" in act(client, batch, "accept", **{"row-1": "fusionner"}).content.decode()
    act(client, batch, "keep", **{"row-²": "importer", "row-99999999999": "importer", "row-7": "importer"})
    batch.refresh_from_db()
    assert batch.status == BatchStatus.READY


def test_a_refused_file_says_why_and_can_be_thrown_away(signed_in, send, act):
    client = signed_in(Role.WRITER)
    send(client, "@comment{rien}\n", name="x.bib")
    batch = ImportBatch.objects.get()
    assert "Ce fichier ne contient aucune référence." in client.get(page_of(batch)).content.decode()
    act(client, batch, "discard")
    assert client.get(page_of(batch)).status_code == 404


def test_a_page_that_waits_hears_how_far_the_reading_is(signed_in):
    client = signed_in(Role.WRITER)
    batch = ImportBatch.objects.create(
        file_name="x.ris", file_size=1000, progress=250, row_count=12, status="lecture", created_at="2026-11-22T09:00:00Z"
    )
    assert 'value="25"' in client.get(page_of(batch)).content.decode()
    state = client.get(reverse("references_state", args=[batch.uuid])).json()
    assert state == {"in_progress": True, "percent": 25, "rows": 12, "status": "lecture en cours"}


def test_an_imported_text_does_not_say_that_it_comes_from_the_project(client):
    publication()
    publication("du-projet", title="Du projet", content_id="publications/du-projet")
    assert "Version de lancement" in client.get("/publications/du-projet/").content.decode()
    assert "Version de lancement" not in client.get("/publications/poremski-2016/").content.decode()


# Export


@pytest.mark.parametrize("format", ["ris", "bib", "json", "nbib"])
def test_what_is_exported_from_the_back_office_comes_back_as_duplicates_only(signed_in, send, format):
    publication(doi="10.1176/x")
    publication(
        "rapport", type="rapport", title="Santé & « rétablissement » : 100 % d’accès", authors="ANAP", year=None, live=False
    )
    client = signed_in(Role.WRITER)
    response = client.get("/redaction/references/export/", {"format": format})
    assert response["Content-Disposition"].endswith(f'.{format}"')
    send(client, b"".join(response.streaming_content), name=f"x.{format}")
    batch = ImportBatch.objects.get()
    assert [row.status for row in batch.rows.all()] == ["doublon", "doublon"]


def test_an_export_may_be_of_one_type_or_of_what_is_online(signed_in):
    publication()
    publication("rapport", type="rapport", title="Un rapport", live=False)
    client = signed_in(Role.WRITER)

    def titles(**query: str) -> list[str]:
        response = client.get("/redaction/references/export/", {"format": "json", **query})
        return [item["title"] for item in json.loads(b"".join(response.streaming_content))]

    assert len(titles()) == 2
    assert titles(type="rapport") == titles(which="drafts") == ["Un rapport"]
    assert titles(which="live") == ["Effects of Housing First on Employment and Income"]
    assert client.get("/redaction/references/export/", {"format": "exe"}).status_code == 302


def test_ticked_publications_are_exported_from_their_list(signed_in):
    first, _second = publication(), publication("autre", title="Autre")
    client = signed_in(Role.WRITER)
    address = reverse("wagtail_bulk_action", args=["library", "publication", "export_references"]) + f"?id={first.pk}"
    assert "1 publication choisie" in client.get(address).content.decode()
    body = b"".join(client.post(address, {"format": "bib"}).streaming_content).decode()
    assert "Housing First" in body
    assert "Autre" not in body


# The site


@pytest.mark.parametrize("format", ["ris", "bib", "json", "nbib"])
def test_a_reader_takes_the_reference_of_one_text_away(client, format):
    publication(doi="10.1176/x")
    address = f"/publications/poremski-2016/reference.{format}"
    assert f'href="{address}"' in client.get("/publications/poremski-2016/").content.decode()
    response = client.get(address)
    assert response["Content-Type"].startswith("application/")
    assert response["Content-Disposition"] == f'attachment; filename="poremski-2016.{format}"'
    file = io.BytesIO(response.content)
    (read,) = files.read_file(file, files.recognise(file, name=f"x.{format}"))
    assert (read.reference.title, read.reference.doi) == ("Effects of Housing First on Employment and Income", "10.1176/x")
    assert (read.reference.volume, read.reference.issue) == ("67", "6")


def test_there_is_no_reference_in_an_unknown_format_nor_of_a_draft(client):
    publication()
    publication("brouillon", live=False)
    assert client.get("/publications/poremski-2016/reference.exe").status_code == 404
    assert client.get("/publications/brouillon/reference.ris").status_code == 404


def test_the_citation_of_the_page_follows_the_record(client):
    record = publication()
    record.refresh_from_db()
    assert record.citation_vancouver.startswith("Poremski D, Stergiopoulos V. Effects")
    record.title = "Un autre titre"
    record.save()
    record.refresh_from_db()
    assert record.citation_plain.startswith("POREMSKI, D. et STERGIOPOULOS, V., 2016. Un autre titre.")
    Publication.objects.update(title="Écrit sans signal")
    assert "2016. Écrit sans signal." in client.get("/publications/poremski-2016/").content.decode()


def test_a_reference_manager_learns_every_identifier(client):
    publication(doi="10.1176/x", pmid="25651451", issn="0002-9378", abstract="Un résumé.", authors="Whiteford, Harvey A.\nOMS")
    html = client.get("/publications/poremski-2016/").content.decode()
    for name, content in (
        ("citation_pmid", "25651451"),
        ("citation_issn", "0002-9378"),
        ("citation_author", "Whiteford, Harvey A."),
        ("citation_author", "OMS"),
        ("citation_abstract", "Un résumé."),
    ):
        assert f'<meta name="{name}" content="{content}">' in html
    publication("these", type="these", publisher="Université de Lyon", journal="")
    html = client.get("/publications/these/").content.decode()
    assert '<meta name="citation_dissertation_institution" content="Université de Lyon">' in html
