"""The report « Textes à revoir » of the back office: everything public whose review date is past or near."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from lilith.foundation.review import REVIEW_AHEAD, ToReview, due_for_review, public_models

MOST = 2_000
PER_PAGE = 50


def report_rows(*, today: date, kind: str = "") -> list[ToReview]:
    """What is to be read again by three weeks from `today`, the most late first; of one kind of text, if asked."""
    found = due_for_review(until=today + REVIEW_AHEAD, limit=MOST).items
    return [item for item in found if not kind or item.model._meta.label_lower == kind]


class ReviewReportView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "foundation/back_office/review_report.html"
    page_title = "Textes à revoir"
    header_icon = "history"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today = timezone.localdate()
        kinds = sorted(
            {(model._meta.label_lower, str(model._meta.verbose_name)) for model in public_models()}, key=lambda kind: kind[1]
        )
        kind = self.request.GET.get("kind", "")
        kind = kind if kind in dict(kinds) else ""
        page = Paginator(report_rows(today=today, kind=kind), PER_PAGE).get_page(self.request.GET.get("p"))
        finder = AdminURLFinder(self.request.user)
        rows = [{"item": item, "late": item.day < today, "url": finder.get_edit_url(item.model(pk=item.pk))} for item in page]
        return {**context, "rows": rows, "page_obj": page, "kinds": kinds, "kind": kind}


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [path("reports/a-revoir/", ReviewReportView.as_view(), name="review_report")]


class ReviewMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("wagtailadmin.access_admin")


@hooks.register("register_reports_menu_item")
def report_entry() -> MenuItem:
    return ReviewMenuItem("Textes à revoir", reverse("review_report"), name="a-revoir", icon_name="history", order=50)
