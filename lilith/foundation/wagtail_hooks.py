"""What the back office shows about every public text, whatever its room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from lilith.foundation import review_report  # noqa: F401 (it registers its own hooks)
from lilith.foundation.review import REVIEW_AHEAD, ToReview, due_for_review


class ReviewPanel(Component):
    """« À revoir »: texts whose review date is past, or comes within three weeks."""

    name = "lilith-review"
    order = 50
    template_name = "foundation/back_office/review_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        today = timezone.localdate()
        finder = AdminURLFinder(parent_context["request"].user)
        due = due_for_review(until=today + REVIEW_AHEAD)
        rows = [{"item": item, "late": item.day < today, "url": _edit_url(finder, item)} for item in due.items]
        return {"rows": rows, "total": due.total}


def _edit_url(finder: AdminURLFinder, item: ToReview) -> str | None:
    # Wagtail wants the page itself, to ask what may be done with it: its form asks again anyway.
    if issubclass(item.model, Page):
        return reverse("wagtailadmin_pages:edit", args=[item.pk])
    return finder.get_edit_url(item.model(pk=item.pk))


@hooks.register("construct_homepage_panels")
def add_review_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(ReviewPanel())
