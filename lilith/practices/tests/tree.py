"""A small tree of real pages for the tests of this room."""

from __future__ import annotations

from datetime import date
from typing import Any

from wagtail.models import Page, Site

from lilith.practices.enums import DocumentsLevel, PracticeKind
from lilith.practices.models import (
    KnownSite,
    PathwayPage,
    PracticePage,
    PracticeTheme,
    RelatedPractice,
    Replacement,
    ThemePage,
    ToReducePage,
)
from lilith.practices.services import record_status

TODAY = date(2026, 11, 22)


class Tree:
    """Home, both pathways, « Toutes les pratiques » and « À réduire »: pages hang below, as on the site."""

    def __init__(self) -> None:
        root = Page.get_first_root_node()
        root.get_children().delete()
        root.refresh_from_db()
        self.home = root.add_child(instance=Page(title="Accueil", slug="accueil"))
        Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": self.home})
        self.life = self.home.add_child(
            instance=PathwayPage(title="Parcours de vie", slug="parcours-de-vie", summary="Habiter.")
        )
        self.care = self.home.add_child(
            instance=PathwayPage(title="Parcours de soins", slug="parcours-de-soins", summary="Être aidé.")
        )
        self.practices = self.home.add_child(instance=Page(title="Toutes les pratiques", slug="pratiques"))
        self.to_reduce = self.home.add_child(instance=Page(title="À réduire", slug="a-reduire"))

    def theme(self, slug: str, *, care: bool = False, **fields: Any) -> ThemePage:
        values = {"title": f"Le {slug}", "short_title": slug.capitalize(), "icon": "house", "updated_on": TODAY, **fields}
        parent = self.care if care else self.life
        parent.refresh_from_db()
        return parent.add_child(instance=ThemePage(slug=slug, **values))

    def practice(self, slug: str, *themes: ThemePage, sites: tuple[dict[str, Any], ...] = (), **fields: Any) -> PracticePage:
        values = {
            "title": slug.replace("-", " ").capitalize(),
            "kind": PracticeKind.PROGRAMME,
            "summary": "Une phrase simple.",
            "documents_level": DocumentsLevel.NOT_ASSESSED,
            "essential": "<p>On vous aide chez vous.</p>",
            "written_on": TODAY,
            "updated_on": TODAY,
            **fields,
        }
        self.practices.refresh_from_db()
        page = self.practices.add_child(instance=PracticePage(slug=slug, **values))
        for order, theme in enumerate(themes):
            PracticeTheme.objects.create(practice=page, theme=theme, sort_order=order)
        for order, site in enumerate(sites):
            KnownSite.objects.create(practice=page, sort_order=order, **site)
        record_status(practice=page, today=TODAY)
        return page

    def reduced(self, slug: str, title: str) -> ToReducePage:
        self.to_reduce.refresh_from_db()
        return self.to_reduce.add_child(instance=ToReducePage(slug=slug, title=title, body="<p>Moins souvent.</p>"))


def related(practice: PracticePage, other: PracticePage, kind: str, why: str = "") -> None:
    RelatedPractice.objects.create(practice=practice, other=other, kind=kind, why=why)


def replaces(practice: PracticePage, what: ToReducePage, why: str) -> None:
    Replacement.objects.create(practice=practice, what=what, why=why)
