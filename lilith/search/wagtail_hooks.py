"""Search in the back office: the words of people, and the searches that found nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from lilith.search import services
from lilith.search.models import MissedQuery, WordMapping

PER_PAGE = 50


class WordMappingViewSet(SnippetViewSet):
    """The editors' table of words, in their order."""

    model = WordMapping
    icon = "search"
    menu_label = "Mots des personnes"
    menu_name = "mots-des-personnes"
    add_to_admin_menu = False
    list_display = ["__str__", "terms", "live"]
    list_filter = ["live"]
    search_fields = ["words", "terms", "note"]
    sort_order_field = "sort_order"


register_snippet(WordMappingViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def follow_words(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, WordMapping):
        services.refresh_word_concepts()


@hooks.register("after_delete_snippet")
def follow_deleted_words(request: HttpRequest, instances: list[Any]) -> None:
    if any(isinstance(instance, WordMapping) for instance in instances):
        services.refresh_word_concepts()


class MissedQueriesView(WagtailAdminTemplateMixin, TemplateView):
    """What people looked for and did not find, month by month, the most asked first."""

    template_name = "search/back_office/missed_queries.html"
    page_title = "Recherches sans résultat"
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        months = list(MissedQuery.objects.order_by("-month").values_list("month", flat=True).distinct())
        month = _month(self.request.GET.get("month", ""), months)
        rows = MissedQuery.objects.filter(month=month).order_by("-count", "words") if month else MissedQuery.objects.none()
        total = rows.aggregate(total=Sum("count"))["total"] or 0
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        add_url = reverse("wagtailsnippets_search_wordmapping:add")
        return {**context, "rows": page, "page_obj": page, "months": months, "month": month, "total": total, "add_url": add_url}


def _month(asked: str, months: list[date]) -> date | None:
    """The month asked for if there is one, else the last; None when nothing was ever missed."""
    return next((month for month in months if month.isoformat() == asked), months[0] if months else None)


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [path("reports/recherches-sans-resultat/", MissedQueriesView.as_view(), name="missed_queries_report")]


class MissedQueriesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("wagtailadmin.access_admin")


@hooks.register("register_reports_menu_item")
def report_entry() -> MenuItem:
    address = reverse("missed_queries_report")
    return MissedQueriesMenuItem(
        "Recherches sans résultat", address, name="recherches-sans-resultat", icon_name="search", order=60
    )
