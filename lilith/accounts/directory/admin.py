"""The directory in the back office."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel

from lilith.accounts.models import Organisation
from lilith.foundation.records import LIVE, RecordViewSet, record_form


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    icon = "home"
    menu_label = "Organismes"
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name", "short_name", "kind", "city", "region", "updated_on", LIVE]
    list_filter = ["kind", "region", "gcs_member", "location_inferred", "live"]
    search_fields = ["name", "short_name", "type_label", "city", "role"]
    edit_handler = record_form(
        (
            "L’organisme",
            [
                TitleFieldPanel("name", placeholder="Le nom"),
                FieldPanel("short_name"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("type_label")]),
                FieldPanel("role"),
                FieldPanel("gcs_member"),
            ],
        ),
        (
            "Où et comment le joindre",
            [
                FieldPanel("city"),
                FieldRowPanel([FieldPanel("departement"), FieldPanel("region")]),
                FieldPanel("country"),
                FieldPanel("location_inferred"),
                FieldPanel("url"),
                FieldPanel("postal_address"),
                FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")]),
            ],
        ),
    )
