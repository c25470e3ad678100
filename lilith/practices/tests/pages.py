"""The pages that editors write and this room fills, for the tests of this room: the tree, and the site's own page types."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from lilith.practices.models import RoadmapAction
from lilith.practices.tests.tree import TODAY, Tree
from lilith.territories.services import load_reference_geography

FILLED = (
    "comparer", "pres-de-chez-moi", "carnet", "feuille-de-route", "equipes-d-appui", "territoires", "principes-et-missions",
)  # fmt: skip


class Site(Tree):
    """The tree, with real pages of text at the addresses that this room fills, and the départements of France."""

    def __init__(self) -> None:
        super().__init__()
        load_reference_geography()
        self.text_page = apps.get_model("website", "ContentPage")
        for page in (self.practices, self.to_reduce):
            page.delete()
        self.practices = self.text("pratiques", "Toutes les pratiques")
        self.to_reduce = self.text("a-reduire", "Ce qu’il faut réduire")
        for slug in FILLED:
            self.text(slug, slug.replace("-", " ").capitalize())

    def text(self, slug: str, title: str) -> Any:
        self.home.refresh_from_db()
        return self.home.add_child(instance=self.text_page(title=title, slug=slug, summary="Une phrase.", updated_on=TODAY))


def action(number: str, *, axis: int = 1, order: int = 10, **fields: Any) -> RoadmapAction:
    values = {"title": f"Action {number}", "state_end_2020": "en cours", "slug": f"action-{number}", **fields}
    return RoadmapAction.objects.create(number=number, axis=axis, order=order, **values)
