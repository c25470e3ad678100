"""The agenda in the back office."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.snippets.models import register_snippet

from lilith.foundation.records import LIVE, RecordViewSet, record_form
from lilith.website.models import Event


class EventViewSet(RecordViewSet):
    model = Event
    icon = "calendar-alt"
    menu_label = "Agenda"
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["title", "day", "precision", "type", "place", LIVE]
    list_filter = ["type", "precision", "live"]
    search_fields = ["title", "summary", "place", "organisations"]
    ordering = ["-day"]
    edit_handler = record_form(
        (
            "L’événement",
            [
                TitleFieldPanel("title", placeholder="Le titre"),
                FieldRowPanel([FieldPanel("day"), FieldPanel("precision")]),
                FieldPanel("day_label"),
                FieldRowPanel([FieldPanel("type"), FieldPanel("place")]),
                FieldPanel("summary"),
                FieldPanel("organisations"),
                FieldPanel("facts"),
                FieldPanel("figures"),
                FieldPanel("practices"),
            ],
        )
    )


register_snippet(EventViewSet)
