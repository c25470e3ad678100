"""Editors keep the vocabularies of practices, and see which practices to read again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html, rich_text

from lilith.accounts.models import User
from lilith.practices.models import Audience, CareMission, PtsmPriority, RoadmapAction
from lilith.practices.tests.pages import action
from lilith.practices.tests.tree import Tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("redaction@example.org", "un mot de passe long"))
    return client


def url(model, name: str, *args) -> str:
    return reverse(f"wagtailsnippets_practices_{model._meta.model_name}:{name}", args=args)


@pytest.mark.parametrize("model", [RoadmapAction, Audience, PtsmPriority, CareMission])
def test_an_editor_opens_the_list_and_the_empty_form_of_each_vocabulary(editor, model):
    assert editor.get(url(model, "list")).status_code == 200
    assert editor.get(url(model, "add")).status_code == 200


def test_an_editor_finds_an_action_by_its_words_and_by_its_axis(editor):
    action("36", axis=3, title="Garder un logement")
    action("1", axis=1, title="Gérer ses émotions")
    for query in ({"q": "logement"}, {"axis": "3"}):
        html = editor.get(url(RoadmapAction, "list"), query).content.decode()
        assert "Garder un logement" in html
        assert "Gérer ses émotions" not in html


def test_an_editor_renames_a_priority_and_cannot_change_its_number(editor):
    PtsmPriority.objects.create(number=3, name="Soins somatiques")
    response = editor.post(url(PtsmPriority, "edit", 3), {"number": "9", "name": "Les soins du corps"})
    assert response.status_code == 302
    assert list(PtsmPriority.objects.values_list("number", "name")) == [(3, "Les soins du corps")]


def test_an_editor_adds_a_public(editor):
    response = editor.post(url(Audience, "add"), {"slug": "enseignants", "name": "Enseignants", "order": "7"})
    assert response.status_code == 302
    assert Audience.objects.get(slug="enseignants").order == 7


def test_the_reports_lead_to_the_practices_to_read_again_and_to_nothing_else(editor):
    tree = Tree()
    late = timezone.localdate() - timedelta(days=3)
    tree.practice("vieille", title="Une vieille pratique", next_review_on=late)
    tree.practice("neuve", title="Une pratique neuve", next_review_on=timezone.localdate() + timedelta(days=300))
    action("36", title="Une vieille action", next_review_on=late)
    home = editor.get(reverse("wagtailadmin_home")).content.decode()
    address = reverse("review_report") + "?kind=practices.practicepage"
    assert address in home
    html = editor.get(address).content.decode()
    assert "Une vieille pratique" in html
    assert "Une pratique neuve" not in html
    assert "Une vieille action" not in html


def test_a_text_of_a_million_signs_is_refused_beside_its_field_and_nothing_is_saved(editor):
    page = Tree().practice("un-toit", title="Un toit", essential="<p>Un toit tout de suite.</p>")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(editor.get(address).content.decode(), form_id="page-edit-form")
    data.update({f"{name}-count": "0" for name in ("key_figures", "evidence", "testimonies", "external_updates")})
    data["essential"] = rich_text(f"<p>{'Un toit. ' * 111_112}</p>", features=["bold", "ul", "link"])
    answer = editor.post(address, data)
    assert answer.status_code == 200
    assert "Ce texte est trop long\u00a0: 100\u00a0000 signes au plus." in answer.text
    page.refresh_from_db()
    assert page.essential == "<p>Un toit tout de suite.</p>"
    assert page.latest_revision is None
