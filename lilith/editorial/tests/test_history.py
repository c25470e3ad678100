"""Every version that readers saw: who read it, when, why, and what changed."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from lilith.accounts.enums import Role
from lilith.accounts.services import erase_person
from lilith.editorial import services
from lilith.editorial.comparison import MOST_SHOWN, Change, compare
from lilith.editorial.enums import VersionKind
from lilith.editorial.models import PublishedVersion
from lilith.editorial.services.history import FIRST_LOADED, LOADED_AGAIN
from lilith.editorial.snapshot import sections_of
from lilith.editorial.tests.conftest import draft, new_text

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def publish(page, user, why, **fields):
    revision = draft(page, by=user, **fields)
    services.publish_directly(page=page, revision_id=revision.pk, user=user, why=why, now=timezone.now())


@pytest.fixture
def three_versions(text, person):
    """The first one, then two that the coordination published."""
    user = person(Role.COORDINATION)
    publish(text, user, "Le titre était trop long.", title="Habiter", body="<p>On vous aide chez vous, longtemps.</p>")
    publish(
        text, user, "Un mot de trop.", summary="Une phrase courte.", body="<p>On vous aide chez vous.</p><p>Gratuitement.</p>"
    )
    return type(text).objects.get(pk=text.pk)


# What readers see


def test_readers_see_who_published_when_and_why(client, three_versions):
    html = client.get(f"/historique/{three_versions.uuid}/").content.decode()
    assert [html.index(f"Version {number}") for number in (3, 2, 1)] == sorted(html.index(f"Version {n}") for n in (3, 2, 1))
    assert "Le titre était trop long." in html
    assert "Un mot de trop." in html
    assert "Publication\u00a0: la coordination, le" in html
    assert "coordination@exemple.fr" not in html


def test_readers_see_word_by_word_what_a_version_changed(client, three_versions):
    html = client.get(f"/historique/{three_versions.uuid}/version-2/").content.decode()
    assert "<h2>Titre</h2>" in html
    assert "<h2>Texte</h2>" in html
    assert "En une phrase" not in html
    title = html[html.index("<h2>Titre</h2>") : html.index("<h2>Texte</h2>")]
    assert '<del><span class="vh">Retiré\u00a0: </span><b aria-hidden="true">[−&nbsp;</b>Vivre chez soi' in title
    assert '<ins><span class="vh">Ajouté\u00a0: </span><b aria-hidden="true">[+&nbsp;</b>Habiter' in title
    body = html[html.index("<h2>Texte</h2>") :]
    assert "On vous aide chez vous<ins>" in body
    assert "</b>, longtemps<b" in body
    assert "<del>" not in body
    assert '<meta name="robots" content="noindex">' in html


def test_the_first_version_has_nothing_to_be_compared_with(client, three_versions):
    html = client.get(f"/historique/{three_versions.uuid}/version-1/").content.decode()
    assert "rien à comparer" in html


def test_every_page_leads_to_its_history(client, three_versions):
    html = client.get(three_versions.get_url()).content.decode()
    assert f'href="/historique/{three_versions.uuid}/"' in html
    assert "(3 versions)" in html


def test_what_does_not_exist_is_not_found(client, three_versions):
    base = f"/historique/{three_versions.uuid}/"
    for address in (f"{base}version-4/", f"{base}version-99999/", f"{base}version-0/", f"{base}version-{10**30}/", f"{base}page-2/",
                    f"/historique/{uuid.uuid4()}/", "/historique/abc/"):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_the_history_of_a_page_that_was_withdrawn_or_closed_is_not_public(client, three_versions):
    address = f"/historique/{three_versions.uuid}/"
    restriction = PageViewRestriction.objects.create(page=three_versions, restriction_type="login")
    assert client.get(address).status_code == 404
    restriction.delete()
    assert client.get(address).status_code == 200
    three_versions.unpublish()
    assert client.get(address).status_code == 404
    assert client.get(f"{address}version-2/").status_code == 404
    assert PublishedVersion.objects.filter(page=three_versions).count() == 3


def test_the_history_page_costs_few_queries_however_many_versions(client, three_versions, person, django_assert_num_queries):
    for number in range(20):
        publish(three_versions, person(Role.COORDINATION), "Encore.", summary=f"Phrase {number}.")
    address = f"/historique/{three_versions.uuid}/"
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)


def test_both_pages_are_kept_by_the_page_cache(client, three_versions):
    for address in (f"/historique/{three_versions.uuid}/", f"/historique/{three_versions.uuid}/version-2/"):
        response = client.get(address)
        assert response["X-Lilith-Cache"].startswith("public")
        assert not response.cookies


def test_what_editors_wrote_is_shown_as_text_and_runs_nothing(client, text, person):
    publish(text, person(Role.COORDINATION), "<script>alert(1)</script>", summary="<img src=x onerror=alert(2)>")
    for address in (f"/historique/{text.uuid}/", f"/historique/{text.uuid}/version-2/", text.get_url()):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


# What is written down


def test_publishing_the_same_draft_again_adds_nothing(text):
    text.get_latest_revision().publish()
    assert PublishedVersion.objects.filter(page=text).count() == 1


def test_a_draft_is_in_no_history(text, person):
    draft(text, by=person(Role.WRITER), summary="Brouillon.")
    assert PublishedVersion.objects.filter(page=text).count() == 1


def test_the_history_keeps_its_lines_when_page_and_account_go(text, person):
    user = person(Role.COORDINATION)
    publish(text, user, "Une date.", summary="Autre.")
    erase_person(user=user)
    Page.objects.get(pk=text.pk).delete()
    lines = PublishedVersion.objects.filter(page_uuid=text.uuid).order_by("number")
    assert [(line.number, line.page_id) for line in lines] == [(1, None), (2, None)]


def test_a_page_with_a_name_a_path_and_a_slug_keeps_only_what_editors_write(text):
    keys = [section["key"] for section in sections_of(text)]
    assert keys[:2] == ["title", "summary"]
    assert "body" in keys
    assert not {"uuid", "version", "content_id", "slug", "path", "next_review_on", "is_demo"} & set(keys)


def test_what_a_type_leaves_out_is_never_copied(text, monkeypatch):
    monkeypatch.setattr(type(text), "history_leaves_out", ("body",), raising=False)
    assert "body" not in [section["key"] for section in sections_of(text)]


# Launch content


def loaded(page):
    """The page as a loading of files leaves it: nobody signed in."""
    type(page).objects.filter(pk=page.pk).update(content_id=f"pages/{page.slug}", content_digest="x")
    page = type(page).objects.get(pk=page.pk)
    page.save_revision().publish()
    return page


def test_launch_content_begins_its_history_as_not_yet_read(client, road):
    PublishedVersion.objects.all().delete()
    page = loaded(new_text("Logement", "logement"))
    PublishedVersion.objects.all().delete()
    assert services.record_loaded_versions(now=NOW) >= 1
    assert services.record_loaded_versions(now=NOW) == 0
    version = PublishedVersion.objects.get(page=page)
    assert (version.number, version.kind, version.why) == (1, VersionKind.LOADED, FIRST_LOADED)
    loaded(page)
    assert services.record_loaded_versions(now=NOW) == 1
    again = PublishedVersion.objects.get(page=page, number=2)
    assert (again.kind, again.why) == (VersionKind.LOADED, LOADED_AGAIN)
    html = client.get(f"/historique/{page.uuid}/").content.decode()
    assert "Version de lancement, chargée d’après les documents, pas encore relue." in html
    assert "Personne n’a signé" not in html


def test_what_was_online_before_the_history_began_says_so(text):
    PublishedVersion.objects.all().delete()
    services.record_loaded_versions(now=NOW)
    version = PublishedVersion.objects.get(page=text)
    assert (version.kind, version.signatures) == (VersionKind.EARLIER, [])


# Comparing


def section(text, key="a", title="Texte"):
    return [{"key": key, "title": title, "text": text}]


def test_only_the_words_that_changed_are_marked():
    (change,) = compare(section("Le chat dort ici.\nFin."), section("Le gros chat mange ici.\nFin."))
    assert [(piece.change, piece.text.strip()) for piece in change.pieces] == [
        (Change.SAME, "Le"), (Change.ADDED, "gros"), (Change.SAME, "chat"), (Change.REMOVED, "dort"), (Change.ADDED, "mange"),
        (Change.SAME, "ici.\nFin."),
    ]  # fmt: skip


def test_a_sentence_written_anew_is_shown_whole():
    (change,) = compare(section("Le chat dort sur le toit."), section("Une équipe passe chez vous le soir."))
    assert [piece.change for piece in change.pieces if piece.core] == [Change.REMOVED, Change.ADDED, Change.SAME]


def test_what_did_not_change_is_counted_and_not_shown():
    old = "\n".join(f"Ligne {number}." for number in range(50))
    (change,) = compare(section(old), section(old.replace("Ligne 30.", "Ligne trente.")))
    skipped = [piece.text for piece in change.pieces if piece.change == Change.SKIPPED]
    assert skipped == ["29", "18"]


def test_sections_that_appear_and_go_away_are_named():
    changes = compare(section("Un.", "a", "Avant"), section("Deux.", "b", "Après"))
    assert [(change.title, [piece.change for piece in change.pieces][0]) for change in changes] == [
        ("Après", Change.ADDED),
        ("Avant", Change.REMOVED),
    ]
    assert compare(section("Un."), section("Un.")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mot " * 250_000, "nom " * 250_000),
        ("a\n" * 500_000, "b\n" * 500_000),
        (" ".join(str(n % 110) for n in range(250_000)), " ".join(str(n % 113) for n in range(250_000))),
        ("\n".join(str(n % 395) for n in range(390)), "\n".join(str((n * 7) % 395) for n in range(390))),
    ],
    ids=["words", "lines", "few words", "shuffled lines"],
)
def test_a_text_of_a_megabyte_is_compared_in_a_bounded_time(old, new):
    started = time.process_time()
    (change,) = compare(section(old), section(new))
    assert time.process_time() - started < 3
    assert sum(len(piece.text) for piece in change.pieces) <= MOST_SHOWN
