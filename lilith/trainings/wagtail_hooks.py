"""The catalogue of trainings in the back office."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.snippets.models import register_snippet

from lilith.foundation.records import LIVE, RecordViewSet, record_form
from lilith.trainings.models import Course


class CourseViewSet(RecordViewSet):
    model = Course
    icon = "openquote"
    menu_label = "Formations"
    menu_order = 230
    add_to_admin_menu = True
    list_display = ["title", "type", "organiser", "state", "updated_on", LIVE]
    list_filter = ["free", "live"]
    search_fields = ["title", "type", "organiser", "summary", "place"]
    edit_handler = record_form(
        (
            "La formation",
            [
                TitleFieldPanel("title", placeholder="Le titre"),
                FieldPanel("type"),
                FieldPanel("summary"),
                FieldPanel("facts"),
                FieldPanel("figures"),
                FieldPanel("audience"),
                FieldPanel("practices"),
                FieldPanel("ambiguities"),
            ],
        ),
        (
            "Quand, où, avec qui",
            [
                FieldPanel("organiser"),
                FieldPanel("partners"),
                FieldRowPanel([FieldPanel("format"), FieldPanel("duration")]),
                FieldPanel("place"),
                FieldPanel("dates"),
                FieldPanel("state"),
                FieldPanel("free"),
                FieldPanel("url"),
            ],
        ),
    )


register_snippet(CourseViewSet)
