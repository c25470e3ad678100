"""The library in the back office."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, TitleFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from lilith.foundation.records import LIVE, RecordViewSet, record_form
from lilith.library.advice.permissions import Verb, can
from lilith.library.back_office import references
from lilith.library.models import Link, Publication, Term, Video


class TermViewSet(RecordViewSet):
    model = Term
    icon = "doc-full-inverse"
    menu_label = "Glossaire"
    list_display = ["term", "expansion", "category", "updated_on", "next_review_on", LIVE]
    list_filter = ["category", "definition_basis", "live"]
    search_fields = ["term", "expansion", "synonyms", "definition"]
    ordering = ["slug"]
    edit_handler = record_form(
        (
            "Le mot",
            [
                TitleFieldPanel("term", placeholder="Le mot ou le sigle"),
                FieldPanel("expansion"),
                FieldPanel("definition"),
                FieldPanel("synonyms"),
                FieldRowPanel([FieldPanel("category"), FieldPanel("lang")]),
                FieldPanel("definition_basis"),
                FieldPanel("also"),
            ],
        )
    )


class PublicationViewSet(RecordViewSet):
    model = Publication
    icon = "doc-full"
    menu_label = "Publications"
    list_display = ["title", "type", "year", "language", "updated_on", LIVE]
    list_filter = ["type", "year", "language", "access", "live"]
    search_fields = ["title", "authors", "journal", "publisher", "doi", "pmid", "hal_id", "isbn", "plain_summary"]
    ordering = ["-year", "title"]
    edit_handler = record_form(
        (
            "Le texte",
            [
                TitleFieldPanel("title", placeholder="Le titre"),
                FieldRowPanel([FieldPanel("type"), FieldPanel("year"), FieldPanel("language")]),
                FieldPanel("authors"),
                FieldPanel("plain_summary"),
                FieldPanel("note"),
                FieldPanel("abstract"),
                FieldPanel("missing"),
            ],
        ),
        (
            "Où le trouver",
            [
                FieldPanel("journal"),
                FieldPanel("publisher"),
                FieldRowPanel([FieldPanel("volume"), FieldPanel("issue"), FieldPanel("pages")]),
                FieldRowPanel([FieldPanel("doi"), FieldPanel("pmid"), FieldPanel("hal_id")]),
                FieldRowPanel([FieldPanel("isbn"), FieldPanel("issn")]),
                FieldPanel("url"),
                FieldRowPanel([FieldPanel("access"), FieldPanel("full_text_url")]),
                FieldPanel("source_code"),
            ],
        ),
        (
            "L’étude",
            [
                *(FieldPanel(name) for name in ("question", "study_design", "population", "participants", "country", "place")),
                *(FieldPanel(name) for name in ("period", "size", "result", "funder", "state")),
                FieldRowPanel([FieldPanel("reviewed_by_role"), FieldPanel("reviewed_on")]),
            ],
        ),
    )


class LinkViewSet(RecordViewSet):
    model = Link
    icon = "link-external"
    menu_label = "Liens"
    list_display = ["label", "type", "url", "check_status", LIVE]
    list_filter = ["type", "live"]
    search_fields = ["label", "url", "summary", "what"]
    edit_handler = record_form(
        (
            "Le lien",
            [
                TitleFieldPanel("label", placeholder="L’intitulé du lien"),
                FieldPanel("type"),
                FieldPanel("url"),
                FieldPanel("summary"),
                FieldPanel("what"),
                FieldPanel("check_status"),
            ],
        )
    )


class VideoViewSet(RecordViewSet):
    model = Video
    icon = "media"
    menu_label = "Vidéos"
    list_display = ["title", "host", "organisation", "updated_on", LIVE]
    list_filter = ["host", "live"]
    search_fields = ["title", "transcript", "url"]
    edit_handler = record_form(
        (
            "La vidéo",
            [
                TitleFieldPanel("title", placeholder="Le titre"),
                FieldPanel("host"),
                FieldPanel("file"),
                FieldPanel("url"),
                FieldPanel("remote_id"),
                FieldPanel("poster"),
                FieldPanel("duration_seconds"),
                FieldPanel("organisation"),
                FieldPanel("content_note"),
            ],
        ),
        (
            "Sous-titres et transcription",
            [
                InlinePanel("tracks", label="piste", heading="Sous-titres et description (WebVTT)"),
                FieldPanel("transcript"),
            ],
        ),
    )


class LibraryGroup(SnippetViewSetGroup):
    menu_label = "Bibliothèque"
    menu_icon = "folder-open-inverse"
    menu_order = 210
    items = (TermViewSet, PublicationViewSet, LinkViewSet, VideoViewSet)


register_snippet(LibraryGroup)


@hooks.register("register_admin_urls")
def references_urls() -> list[URLPattern]:
    return references.urls()


@hooks.register("register_admin_menu_item")
def references_entry() -> MenuItem:
    return references.menu_item()


class WordsToAvoidMenuItem(MenuItem):
    """Shown to those who keep the list, which is a page of « Mon espace »: not all of them come to the back office."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can(request.user, Verb.KEEP_WORDS_TO_AVOID)


@hooks.register("register_admin_menu_item")
def words_to_avoid_entry() -> MenuItem:
    return WordsToAvoidMenuItem("Mots à éviter", reverse("words_to_avoid"), name="mots-a-eviter", icon_name="edit", order=212)


hooks.register("register_bulk_action", references.ExportAction)
