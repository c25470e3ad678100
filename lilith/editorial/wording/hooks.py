"""The reader of words in the back office: its address, its entry of the menu, its panel under each prose field."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lilith.accounts.enums import Verb
from lilith.accounts.selectors import can
from lilith.editorial.wording.views import words


class WordsMenuItem(MenuItem):
    """Shown to those who write."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can(request.user, Verb.EDIT_CONTENT)


@hooks.register("register_admin_urls")
def words_url() -> list[URLPattern]:
    return [path("relecture-des-mots/", words, name="editorial_words")]


@hooks.register("register_admin_menu_item")
def words_entry() -> MenuItem:
    return WordsMenuItem(
        "Relecture des mots", reverse("editorial_words"), name="relecture-des-mots", icon_name="edit", order=213
    )


@hooks.register("insert_editor_js")
def words_panel() -> SafeString:
    return format_html(
        '<script src="{}" data-address="{}" defer></script><link rel="stylesheet" href="{}">',
        static("editorial/wording.js"),
        reverse("editorial_words"),
        static("editorial/wording.css"),
    )
