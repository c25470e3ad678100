"""Practices in the back office: the vocabularies they refer to, and those to read again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TitleFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from lilith.foundation.records import RecordViewSet, record_form
from lilith.practices.models import Audience, CareMission, PracticePage, PtsmPriority, RoadmapAction


class KeyForm(WagtailAdminModelForm):
    """The key of a word is chosen once: practices and addresses refer to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields[self.instance._meta.pk.name].disabled = True


class RoadmapActionViewSet(RecordViewSet):
    model = RoadmapAction
    icon = "list-ol"
    menu_label = "Feuille de route"
    list_display = ["number", "title", "axis", "state_end_2020", "updated_on", "live"]
    list_filter = ["axis", "state_end_2020", "answered_by_lilith", "live"]
    search_fields = ["number", "title", "summary", "pilot"]
    ordering = ["order"]
    edit_handler = record_form(
        (
            "L’action",
            [
                TitleFieldPanel("title", placeholder=False),
                FieldRowPanel([FieldPanel("number"), FieldPanel("order"), FieldPanel("axis")]),
                FieldPanel("summary"),
                FieldPanel("pilot"),
                FieldPanel("answered_by_lilith"),
            ],
        ),
        (
            "Où elle en est",
            [
                FieldPanel("state_end_2020"),
                FieldPanel("state_reason"),
                FieldPanel("stakes"),
                FieldPanel("progress"),
                FieldPanel("figures"),
                FieldPanel("ambiguities"),
            ],
        ),
    )


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "group"
    menu_label = "Publics"
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "slug"]
    ordering = ["order"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("slug"), FieldPanel("order")], base_form_class=KeyForm)


class PtsmPriorityViewSet(SnippetViewSet):
    model = PtsmPriority
    icon = "order"
    menu_label = "Priorités des PTSM"
    list_display = ["number", "name"]
    search_fields = ["name"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("number"), FieldPanel("name")], base_form_class=KeyForm)


class CareMissionViewSet(SnippetViewSet):
    model = CareMission
    icon = "order"
    menu_label = "Missions du nouvel ambulatoire"
    list_display = ["number", "name"]
    search_fields = ["name"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("number"), FieldPanel("name")], base_form_class=KeyForm)


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = "Politiques et publics"
    menu_icon = "list-ul"
    menu_order = 220
    items = (RoadmapActionViewSet, AudienceViewSet, PtsmPriorityViewSet, CareMissionViewSet)


register_snippet(VocabularyGroup)


class PracticesToReviewItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("wagtailadmin.access_admin")


@hooks.register("register_reports_menu_item")
def practices_to_review() -> MenuItem:
    """The report of texts to read again, with practices only."""
    address = f"{reverse('review_report')}?{urlencode({'kind': PracticePage._meta.label_lower})}"
    return PracticesToReviewItem("Pratiques à revoir", address, name="pratiques-a-revoir", icon_name="history", order=51)
