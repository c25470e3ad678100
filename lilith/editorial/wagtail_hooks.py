"""The back office: what waits on its home page, and the reason asked of those who publish without the readings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page

from lilith.editorial import selectors, services
from lilith.editorial.back_office import publish
from lilith.editorial.wording import hooks as wording_hooks  # noqa: F401 (it registers its own hooks)
from lilith.foundation.models import LilithPage


class ReadingsPanel(Component):
    """« Ce qui vous attend »: one line a text, the most urgent first."""

    name = "lilith-readings"
    order = 10
    template_name = "editorial/back_office/readings_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"items": selectors.waiting_for(user=user, today=timezone.localdate())}


@hooks.register("construct_homepage_panels")
def add_readings(request: HttpRequest, panels: list[Component]) -> None:
    # Wagtail's own list of what is to be read knows no dates.
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    panels.append(ReadingsPanel())


@hooks.register("register_admin_urls")
def own_urls() -> list[URLPattern]:
    return [path("publier/<int:page_id>/<int:revision_id>/", publish, name="editorial_publish")]


@hooks.register("before_publish_page")
def ask_why(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft is saved; it goes to its readers once the reason is given."""
    if not isinstance(page, LilithPage) or page.latest_revision_id is None:
        return None
    if request.resolver_match is not None and request.resolver_match.view_name == "wagtailadmin_pages:add":
        # Wagtail adds a new page online, then publishes it: between the two, nobody has said why.
        services.keep_as_draft(page=page)
    return redirect("editorial_publish", page_id=page.pk, revision_id=page.latest_revision_id)


@hooks.register("before_bulk_action")
def one_by_one(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Publishing many pages at once would leave their history without a reason."""
    if action_type != "publish" or not issubclass(action.model, Page):
        return None
    messages.warning(request, "Publiez les textes un par un : chacun dit pourquoi. Rien n’a été publié.")
    return redirect(reverse("wagtailadmin_explore_root"))
