"""The back office: its look, its menus, its help."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, re_path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from lilith.accounts.back_office import guide
from lilith.accounts.directory.admin import OrganisationViewSet

# Groups follow from the table of permissions: changing one by hand would not last.
HIDDEN_SETTINGS = {"groups"}
# Wagtail's own help leads out of the site, in English.
HIDDEN_HELP = ("whats-new-in-wagtail", "editor-guide")


@hooks.register("insert_global_admin_css")
def own_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("accounts/back_office.css"))


@hooks.register("register_admin_urls")
def own_urls() -> list[URLPattern]:
    return [
        path("guide/", guide.guide, name="editors_guide"),
        re_path(r"^guide/(?P<name>[a-z0-9/-]+\.png)$", guide.image, name="editors_guide_image"),
        re_path(r"^guide/(?P<name>[a-z0-9/-]+\.md)$", guide.guide, name="editors_guide_page"),
    ]


@hooks.register("construct_settings_menu")
def hide_groups(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_SETTINGS]


@hooks.register("construct_help_menu")
def own_help(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if not item.name.startswith(HIDDEN_HELP)]


@hooks.register("register_help_menu_item")
def guide_entry() -> MenuItem:
    return MenuItem("Guide de la rédaction", reverse("editors_guide"), name="guide", icon_name="help", order=100)


@hooks.register("register_help_menu_item")
def literacy_entry() -> MenuItem:
    return MenuItem("Comment nous écrivons", "/ligne-editoriale/", name="ligne-editoriale", icon_name="edit", order=200)


@hooks.register("register_admin_menu_item")
def workspace_entry() -> MenuItem:
    return MenuItem("Mon espace", reverse("workspace"), name="mon-espace", icon_name="home", order=12000)


register_snippet(OrganisationViewSet)
