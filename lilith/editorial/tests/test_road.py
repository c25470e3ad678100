"""The road of a text: from draft to readers, by four roles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from lilith.accounts.enums import Role
from lilith.accounts.services import set_roles
from lilith.editorial import services
from lilith.editorial.enums import Stage, VersionKind
from lilith.editorial.models import PublishedVersion, StageTask
from lilith.editorial.tests.conftest import draft, new_text, submit
from lilith.foundation.models import OutgoingMail

READERS = {
    Stage.LITERACY: Role.LITERACY,
    Stage.LIVED_EXPERIENCE: Role.LIVED_EXPERIENCE,
    Stage.SCIENCE: Role.COMMITTEE,
    Stage.PUBLICATION: Role.COORDINATION,
}


def state_of(page):
    return type(page).objects.get(pk=page.pk).current_workflow_task_state


def sign(page, user, *, approve=True, comment="", revision_id=None):
    return services.sign_stage(
        task_state_id=state_of(page).pk,
        user=user,
        approve=approve,
        comment=comment,
        now=timezone.now(),
        revision_id=revision_id,
    )


# The road itself


def test_the_road_has_four_stages_for_the_whole_site_and_writing_it_again_changes_nothing(road):
    workflow = Workflow.objects.get(active=True)
    assert [task.specific.stage for task in workflow.tasks] == list(Stage)
    assert [row.page for row in WorkflowPage.objects.all()] == [Page.get_first_root_node()]
    assert services.sync_workflow() == []


def test_what_was_changed_by_hand_is_put_back(road):
    StageTask.objects.filter(stage=Stage.SCIENCE).update(active=False)
    Workflow.objects.get(active=True).workflow_tasks.first().delete()
    assert services.sync_workflow() == ["étape «\u00a0Science\u00a0» remise", "étapes du circuit"]
    assert services.sync_workflow() == []


def test_the_former_road_gives_back_what_was_under_way(road, text, person):
    old = Workflow.objects.create(name="la relecture avant publication", active=True)
    task = StageTask.objects.get(stage=Stage.PUBLICATION)
    WorkflowTask.objects.create(workflow=old, task=task, sort_order=0)
    Workflow.objects.get(pk=old.pk).start(text, person(Role.WRITER))
    services.sync_workflow()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED
    assert not Workflow.objects.get(pk=old.pk).active


def test_a_text_goes_from_draft_to_readers_by_four_roles(client, signed_in, person, text):
    draft(text, by=person(Role.WRITER), body="<p>On vous aide chez vous, le temps qu’il faut.</p>")
    submit(text, by=person(Role.WRITER))
    for stage, role in READERS.items():
        browser = signed_in(role)
        state = state_of(text)
        assert state.task.specific.stage == stage
        page = reverse("reading", args=[state.pk])
        assert page in browser.get("/mon-espace/").content.decode()
        html = browser.get(page).content.decode()
        assert "le temps qu’il faut" in html
        seen = browser.get(f"{page}texte/").content.decode()
        assert "le temps qu’il faut" in seen
        assert "Vous relisez un brouillon" in seen
        assert "le temps qu’il faut" not in client.get(text.get_url()).content.decode()
        answer = {"answer": "approve", "comment": "Le temps est précisé.", "revision": str(state.revision_id)}
        assert browser.post(page, answer).status_code == 302
    text.refresh_from_db()
    assert "le temps qu’il faut" in text.body
    version = PublishedVersion.objects.get(page=text, number=2)
    assert version.kind == VersionKind.READ
    assert version.why == "Le temps est précisé."
    assert [(row["stage"], row["role"], row["same_text"]) for row in version.signatures] == [
        (stage.value, role.value, True) for stage, role in READERS.items()
    ]


def test_the_review_date_moves_when_a_text_was_read_by_all(text, person):
    submit(text, by=person(Role.WRITER))
    for role in READERS.values():
        sign(text, person(role), comment="Relu.")
    text.refresh_from_db()
    assert text.next_review_on == text.review_after(timezone.localdate())
    assert text.get_latest_revision_as_object().next_review_on == text.next_review_on


def test_a_text_that_is_touched_up_on_the_way_says_so_in_its_history(text, person):
    submit(text, by=person(Role.WRITER))
    sign(text, person(Role.LITERACY))
    draft(text, by=person(Role.COORDINATION), summary="Une autre phrase.")
    for role in list(READERS.values())[1:]:
        sign(text, person(role), comment="Relu.")
    version = PublishedVersion.objects.get(page=text, number=2)
    assert [row["same_text"] for row in version.signatures] == [False, True, True, True]


def test_a_text_to_change_goes_back_to_its_writer_with_the_reason(signed_in, person, text):
    writer = person(Role.WRITER)
    state = submit(text, by=writer)
    page = reverse("reading", args=[state.pk])
    literacy = signed_in(Role.LITERACY)
    silent = literacy.post(page, {"answer": "reject", "comment": " ", "revision": str(state.revision_id)})
    assert silent.status_code == 422
    assert "Dites ce qui est à reprendre" in silent.content.decode()
    said = {"answer": "reject", "comment": "Les phrases sont trop longues.", "revision": str(state.revision_id)}
    assert literacy.post(page, said).status_code == 302
    line = signed_in(Role.WRITER).get("/mon-espace/").content.decode()
    assert "À reprendre (littératie)" in line
    assert "Les phrases sont trop longues." in line
    assert text.title in literacy.get(page).content.decode()
    # Once mended, the text comes back to the same stage.
    type(text).objects.get(pk=text.pk).current_workflow_state.resume(user=writer)
    assert state_of(text).task.specific.stage == Stage.LITERACY
    assert "À reprendre" not in signed_in(Role.WRITER).get("/mon-espace/").content.decode()


# Who, and when two answer


def test_each_stage_is_closed_to_the_other_roles(signed_in, person, text):
    state = submit(text, by=person(Role.WRITER))
    page = reverse("reading", args=[state.pk])
    for role in (Role.LIVED_EXPERIENCE, Role.COMMITTEE, Role.MEMBER):
        response = signed_in(role).get(page)
        assert response.status_code == 403
        assert "Cette relecture est faite par\u00a0: littératie" in response.content.decode()
    for role in (Role.WRITER, Role.COORDINATION, Role.ADMIN):
        browser = signed_in(role)
        assert "C’est bon pour moi" not in browser.get(page).content.decode()
        refused = browser.post(page, {"answer": "approve", "comment": "Moi.", "revision": str(state.revision_id)})
        assert refused.status_code == 403
    assert state_of(text).pk == state.pk


def test_a_stranger_is_sent_to_the_sign_in_page_and_an_unknown_reading_is_not_found(client, signed_in):
    assert client.get("/mon-espace/relectures/1/")["Location"] == "/compte/connexion/?next=/mon-espace/relectures/1/"
    browser = signed_in(Role.LITERACY)
    for number in ("1", "99999999999999999999999"):
        assert browser.get(f"/mon-espace/relectures/{number}/").status_code == 404


def test_someone_who_lost_the_role_is_told_so_and_signs_nothing(signed_in, person, text):
    user = person(Role.LITERACY)
    state = submit(text, by=person(Role.WRITER))
    browser = signed_in(Role.LITERACY)
    set_roles(user=user, roles=[])
    response = browser.post(reverse("reading", args=[state.pk]), {"answer": "approve", "revision": str(state.revision_id)})
    assert response.status_code == 403
    assert "n’a plus, ce rôle" in response.content.decode()
    with pytest.raises(services.NotYourStageError, match="n’a plus, le rôle"):
        sign(text, user)
    assert state_of(text).status == TaskState.STATUS_IN_PROGRESS


def test_of_two_answers_at_once_the_first_counts_and_the_second_is_told(signed_in, person, text):
    state = submit(text, by=person(Role.WRITER))
    page = reverse("reading", args=[state.pk])
    answer = {"answer": "approve", "comment": "D’accord.", "revision": str(state.revision_id)}
    first, second = signed_in(Role.LITERACY), signed_in(Role.LITERACY, email="autre@exemple.fr")
    assert second.get(page).status_code == 200
    assert first.post(page, answer).status_code == 302
    late = second.post(page, {**answer, "answer": "reject", "comment": "Non."})
    assert late.status_code == 409
    assert "Quelqu’un a déjà répondu" in late.content.decode()
    assert "Votre réponse n’a pas été enregistrée" in late.content.decode()
    state.refresh_from_db()
    assert (state.status, state.comment) == (TaskState.STATUS_APPROVED, "D’accord.")


def test_a_text_that_changed_meanwhile_is_not_signed_and_the_word_is_kept(signed_in, person, text):
    state = submit(text, by=person(Role.WRITER))
    draft(text, by=person(Role.COORDINATION), summary="Autre.")
    answer = {"answer": "approve", "comment": "Très clair.", "revision": str(state.revision_id)}
    response = signed_in(Role.LITERACY).post(reverse("reading", args=[state.pk]), answer)
    assert response.status_code == 409
    assert "Le texte a changé pendant votre lecture" in response.content.decode()
    assert "Très clair." in response.content.decode()
    assert state_of(text).pk == state.pk


def test_a_word_that_is_too_long_or_an_answer_that_is_none_is_refused(signed_in, person, text):
    state = submit(text, by=person(Role.WRITER))
    browser, page = signed_in(Role.LITERACY), reverse("reading", args=[state.pk])
    assert browser.post(page, {"answer": "peut-être"}).status_code == 422
    long = {"answer": "approve", "comment": "a" * 501, "revision": str(state.revision_id)}
    assert browser.post(page, long).status_code == 422
    with pytest.raises(ValidationError):
        sign(text, person(Role.LITERACY), comment="a" * 501)
    assert state_of(text).pk == state.pk


def test_publishing_at_the_end_of_the_road_asks_why(person, text):
    submit(text, by=person(Role.WRITER))
    for role in list(READERS.values())[:3]:
        sign(text, person(role))
    with pytest.raises(ValidationError, match="pourquoi"):
        sign(text, person(Role.COORDINATION))
    assert PublishedVersion.objects.filter(page=text).count() == 1


def test_a_text_taken_back_is_no_longer_to_be_read(signed_in, person, text):
    writer = person(Role.WRITER)
    state = submit(text, by=writer)
    type(text).objects.get(pk=text.pk).current_workflow_state.cancel(user=writer)
    answer = {"answer": "approve", "revision": str(state.revision_id)}
    response = signed_in(Role.LITERACY).post(reverse("reading", args=[state.pk]), answer)
    assert response.status_code == 409
    assert "repris par la rédaction" in response.content.decode()


# In the back office


def _form(page, **more: str) -> dict[str, str]:
    return {
        "title": "Un titre neuf", "slug": page.slug, "summary": page.summary, "body": "null", "literacy_level": "1",
        "seo_title": "", "search_description": "", "authorship": "", "written_on": "", "updated_on": "", "next_review_on": "",
        "sources": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **more,
    }  # fmt: skip


def test_a_writer_submits_in_the_editor_and_the_first_readers_are_told(signed_in, person, text):
    literacy, address = person(Role.LITERACY), f"/redaction/pages/{text.pk}/edit/"
    assert "la publication d’un texte" in signed_in(Role.WRITER).get(address).content.decode()
    signed_in(Role.WRITER).post(address, _form(text, **{"action-submit": "action-submit"}))
    assert state_of(text).task.specific.stage == Stage.LITERACY
    assert state_of(text).revision.as_object().title == "Un titre neuf"
    assert "Un titre neuf" in signed_in(Role.LITERACY).get("/redaction/").content.decode()
    assert [row.to for row in OutgoingMail.objects.all()] == [literacy.email]


def test_readers_sign_in_the_back_office_too(signed_in, person, text):
    state = submit(text, by=person(Role.WRITER))
    browser = signed_in(Role.LITERACY)
    edit = browser.get(f"/redaction/pages/{text.pk}/edit/").content.decode()
    assert "C’est bon pour moi" in edit
    browser.post(reverse("wagtailadmin_pages:workflow_action", args=[text.pk, "approve", state.pk]), {"comment": ""})
    assert state_of(text).task.specific.stage == Stage.LIVED_EXPERIENCE
    late = browser.post(reverse("wagtailadmin_pages:workflow_action", args=[text.pk, "approve", state.pk]), {"comment": ""})
    assert late["Location"] == reverse("reading", args=[state.pk])


def test_the_committee_opens_the_text_that_it_reads_and_no_other(signed_in, person, text):
    browser, address = signed_in(Role.COMMITTEE), f"/redaction/pages/{text.pk}/edit/"
    assert browser.get(address).status_code == 302
    submit(text, by=person(Role.WRITER))
    for role in (Role.LITERACY, Role.LIVED_EXPERIENCE):
        sign(text, person(role))
    assert browser.get(address).status_code == 200


def test_while_a_stage_reads_its_writer_does_not_change_the_text(person, text):
    submit(text, by=person(Role.WRITER))
    lock = type(text).objects.get(pk=text.pk).get_lock()
    assert lock.for_user(person(Role.WRITER))
    assert not lock.for_user(person(Role.LITERACY))
    assert not lock.for_user(person(Role.COORDINATION))


# Publishing without the readings


def test_publishing_directly_asks_why_and_the_reason_enters_the_history(signed_in, person, text):
    revision = draft(text, by=person(Role.COORDINATION), summary="Une adresse a changé.")
    browser, address = signed_in(Role.COORDINATION), reverse("editorial_publish", args=[text.pk, revision.pk])
    assert "Une adresse a changé." in browser.get(address).content.decode()
    assert browser.post(address, {"why": "  "}).status_code == 422
    text.refresh_from_db()
    assert text.summary == "Une phrase."
    assert browser.post(address, {"why": "Une adresse a changé."}).status_code == 302
    text.refresh_from_db()
    assert text.summary == "Une adresse a changé."
    version = PublishedVersion.objects.get(page=text, number=2)
    assert (version.kind, version.why) == (VersionKind.DIRECT, "Une adresse a changé.")
    assert [row["role"] for row in version.signatures] == ["coordination"]
    assert text.next_review_on == date(2026, 12, 1)


def test_the_button_publish_of_the_editor_leads_to_the_reason_and_keeps_the_draft(signed_in, text):
    response = signed_in(Role.COORDINATION).post(
        f"/redaction/pages/{text.pk}/edit/", _form(text, **{"action-publish": "action-publish"})
    )
    text.refresh_from_db()
    assert response["Location"] == reverse("editorial_publish", args=[text.pk, text.latest_revision_id])
    assert text.title == "Vivre chez soi"
    assert text.get_latest_revision_as_object().title == "Un titre neuf"


def test_a_new_page_stays_a_draft_until_the_reason_is_given(client, signed_in, text):
    browser, parent = signed_in(Role.COORDINATION), new_text("Aide", "aide")
    address = reverse("wagtailadmin_pages:add", args=["website", "contentpage", parent.pk])
    browser.post(address, _form(text, slug="neuve", **{"action-publish": "action-publish"}))
    page = Page.objects.get(slug="neuve")
    assert not page.live
    assert client.get("/aide/neuve/").status_code == 404
    browser.post(reverse("editorial_publish", args=[page.pk, page.latest_revision_id]), {"why": "Une page attendue."})
    assert client.get("/aide/neuve/").status_code == 200
    assert PublishedVersion.objects.get(page=page).why == "Une page attendue."


def test_only_those_who_publish_publish_directly_and_only_the_last_draft(signed_in, person, text):
    first = draft(text, by=person(Role.WRITER), summary="Un.")
    address = reverse("editorial_publish", args=[text.pk, first.pk])
    for role in (Role.WRITER, Role.LITERACY, Role.COMMITTEE):
        assert signed_in(role).post(address, {"why": "Vite."}).status_code == 302
    draft(text, by=person(Role.WRITER), summary="Deux.")
    response = signed_in(Role.COORDINATION).post(address, {"why": "Vite."}, follow=True)
    assert "Quelqu’un a enregistré un autre brouillon" in response.content.decode()
    text.refresh_from_db()
    assert text.summary == "Une phrase."
    for wrong in (reverse("editorial_publish", args=[text.pk, 999_999]), f"/redaction/publier/1/{10**25}/"):
        assert signed_in(Role.COORDINATION).get(wrong).status_code == 404


def test_many_pages_are_not_published_at_once_without_a_reason(signed_in, person, text):
    draft(text, by=person(Role.WRITER), summary="Un.")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={text.pk}&next=/redaction/"
    response = signed_in(Role.COORDINATION).post(address, {"include_descendants": ""}, follow=True)
    assert "Publiez les textes un par un" in response.content.decode()
    text.refresh_from_db()
    assert text.summary == "Une phrase."


# Publishing later


def test_a_text_planned_for_tomorrow_goes_online_by_itself_with_its_history(person, text):
    coordination = person(Role.COORDINATION)
    now = timezone.now()
    revision = draft(text, by=coordination, summary="Demain.", go_live_at=now + timedelta(days=1))
    services.publish_directly(page=text, revision_id=revision.pk, user=coordination, why="Un événement.", now=now)
    text.refresh_from_db()
    assert text.summary == "Une phrase."
    assert services.publish_scheduled(now) == "0 texte(s) mis en ligne, 0 retiré(s)"
    with time_machine.travel(now + timedelta(days=1, minutes=1), tick=False):
        assert services.publish_scheduled(timezone.now()) == "1 texte(s) mis en ligne, 0 retiré(s)"
        assert services.publish_scheduled(timezone.now()) == "0 texte(s) mis en ligne, 0 retiré(s)"
        text.refresh_from_db()
        version = PublishedVersion.objects.get(page=text, number=2)
        assert version.valid_at == timezone.now()
    assert text.summary == "Demain."
    assert (version.kind, version.why) == (VersionKind.DIRECT, "Un événement.")


def test_a_planned_text_empties_the_page_cache_when_it_goes_online(road, monkeypatch, django_capture_on_commit_callbacks):
    bumps = []
    page = new_text("Une page", "une-page")
    later = timezone.now() + timedelta(hours=1)
    page.go_live_at = later
    page.save_revision().publish()
    monkeypatch.setattr("lilith.foundation.page_cache.generation._bump", lambda: bumps.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        services.publish_scheduled(timezone.now())
    assert bumps == []
    with time_machine.travel(later + timedelta(minutes=1)), django_capture_on_commit_callbacks(execute=True):
        services.publish_scheduled(timezone.now())
    assert bumps
