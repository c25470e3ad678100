"""The two pathways, their themes, and what is to be reduced."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.url_routing import RouteResult

from lilith.foundation.fields import LinesField, ProseField, SlimStreamField
from lilith.foundation.models import LilithPage
from lilith.library.models import Link, Publication, Term
from lilith.practices.blocks import KeyFigureBlock
from lilith.practices.enums import PathwayCode
from lilith.practices.models.vocabularies import RoadmapAction


class PathwayPage(LilithPage):
    """One of the two doors: parcours de vie, parcours de soins."""

    search_kind = "page"
    subpage_types = ["practices.ThemePage"]
    template = "practices/pathway.html"

    body = ProseField("présentation")

    content_panels = [*LilithPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = "parcours"
        verbose_name_plural = "parcours"

    @property
    def code(self) -> str:
        """`parcours-de-vie` or `parcours-de-soins`: a pathway is known by its address."""
        return self.slug

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lilith.practices import selectors

        context = super().get_context(request, *args, **kwargs)
        context["themes"] = selectors.themes_of_pathway(pathway=self)
        return context


class ThemePage(LilithPage):
    """A theme of a pathway: ten lines, figures, its practices, its resources."""

    search_kind = "theme"
    parent_page_types = ["practices.PathwayPage"]
    subpage_types: list[str] = []
    template = "practices/theme.html"

    short_title = models.CharField("titre court", max_length=40)
    icon = models.CharField("pictogramme", max_length=40, default="circle")
    body = ProseField("chapô")
    key_figures = SlimStreamField([("figure", KeyFigureBlock())], blank=True, default=list, verbose_name="chiffres")
    synonyms = LinesField("mots de tous les jours")
    terms = ParentalManyToManyField(Term, blank=True, related_name="themes", verbose_name="mots expliqués")
    links = ParentalManyToManyField(Link, blank=True, related_name="themes", verbose_name="liens")
    publications = ParentalManyToManyField(Publication, blank=True, related_name="themes", verbose_name="publications")
    roadmap_actions = ParentalManyToManyField(
        RoadmapAction, blank=True, related_name="themes", verbose_name="actions de la feuille de route"
    )
    order = models.PositiveSmallIntegerField("ordre", default=0)

    content_panels = [
        *LilithPage.content_panels,
        FieldPanel("short_title"),
        FieldPanel("icon"),
        FieldPanel("body"),
        FieldPanel("key_figures"),
        FieldPanel("synonyms"),
        FieldPanel("terms"),
        FieldPanel("links"),
        FieldPanel("publications"),
        FieldPanel("roadmap_actions"),
    ]

    class Meta:
        verbose_name = "thème"

    @property
    def pathway_code(self) -> str:
        """The code of the pathway this theme stands under, read from its address."""
        return PathwayCode.LIFE if f"/{PathwayCode.LIFE}/" in self.url_path else PathwayCode.CARE

    @property
    def tint(self) -> str:
        """The name of the door's tint: `vie` or `soins`."""
        return "vie" if self.pathway_code == PathwayCode.LIFE else "soins"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A practice under its theme leads to the practice's own address."""
        if len(path_components) == 1:
            return RouteResult(self, kwargs={"practice_slug": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, practice_slug: str = "", *args: Any, **kwargs: Any) -> HttpResponse:
        if not practice_slug:
            return super().serve(request, *args, **kwargs)
        from lilith.practices import selectors

        practice = selectors.practices_of_theme(theme=self).filter(slug=practice_slug).first()
        if practice is None:
            raise Http404
        return HttpResponsePermanentRedirect(practice.get_url(request))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lilith.practices import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.theme_context(theme=self))
        return context


class ToReducePage(LilithPage):
    """What good practices may replace: isolation, restraint… It is not a practice and has no status (N10)."""

    search_kind = "page"
    subpage_types: list[str] = []
    template = "practices/to_reduce.html"

    body = ProseField("texte")

    content_panels = [*LilithPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = "à réduire"
        verbose_name_plural = "à réduire"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lilith.practices import selectors

        context = super().get_context(request, *args, **kwargs)
        context["replacements"] = selectors.replacements_of(page=self)
        return context
