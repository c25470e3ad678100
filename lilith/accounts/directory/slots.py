"""What the directory gives to the site: its index, search documents, sitemap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from lilith.accounts.directory import documents, selectors, services, sitemaps
from lilith.accounts.models import Organisation
from lilith.foundation import slots


def register() -> None:
    slots.register_page_slot("page:organismes", directory_index)
    slots.register_page_slot("page:plan-du-site", map_section, order=60)
    slots.register_search_source(documents.ORGANISATIONS)
    slots.register_prose_fields(slots.ProseFields(model=Organisation, levels={"role": 2}))
    slots.register_sitemap("organismes", sitemaps.OrganisationSitemap)
    slots.register_scheduled_work(slots.ScheduledWork("stale-contacts", timedelta(days=1), services.withdraw_stale_contacts))


def directory_index(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """Families, letters and regions, under the text of `/organismes/`."""
    return render_to_string(
        "accounts/directory/index.html",
        {
            "families": selectors.families(today=timezone.localdate()),
            "letters": selectors.letters(today=timezone.localdate()),
            "regions": selectors.regions(today=timezone.localdate()),
            "without_region": selectors.without_region(today=timezone.localdate()),
        },
        request,
    )


def map_section(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The directory in the map of the site."""
    values = {"title": "Organismes", "url": selectors.DIRECTORY, "letters": selectors.letters(today=timezone.localdate())}
    return render_to_string("foundation/components/map_section.html", values, request)
