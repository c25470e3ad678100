"""Tests of comprehension and groups of readers in the back office."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from lilith.foundation.slots import plain_text_sources
from lilith.instruments.back_office import comprehension
from lilith.instruments.models import ReadingPanel
from lilith.instruments.permissions import Verb, can


class ReadingPanelViewSet(SnippetViewSet):
    model = ReadingPanel
    icon = "group"
    menu_label = "Groupes de lecteurs"
    menu_order = 226
    add_to_admin_menu = True
    list_display = ["name", "organisation", "has_intellectual_disability"]
    search_fields = ["name"]
    ordering = ["name"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("organisation"), FieldPanel("has_intellectual_disability")])


register_snippet(ReadingPanelViewSet)


@hooks.register("register_admin_urls")
def comprehension_urls() -> list[URLPattern]:
    return comprehension.urls()


@hooks.register("register_admin_menu_item")
def comprehension_entry() -> MenuItem:
    return comprehension.menu_item()


@hooks.register("register_page_header_buttons")
def offer_a_test(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """« Tester la compréhension » among the actions of a page whose text can be tested."""
    if page.live and can(user, Verb.MANAGE_TESTS) and any(isinstance(page, one.model) for one in plain_text_sources()):
        address = f"{reverse('comprehension_tests')}?{urlencode({'texte': page.uuid, 'q': page.title})}"
        yield Button("Tester la compréhension", url=address, icon_name=comprehension.ICON, priority=90)
