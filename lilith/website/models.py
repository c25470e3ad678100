"""Home, pages of text, news and dated events."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from lilith.foundation.fields import LinesField, ProseField, SlimStreamField
from lilith.foundation.models import LilithPage, PublicRecord
from lilith.practices.models import PracticePage


class MissionBlock(blocks.StructBlock):
    label = blocks.CharBlock(label="mot", max_length=40)
    path = blocks.CharBlock(label="adresse sur le site", max_length=120)
    icon = blocks.CharBlock(label="pictogramme", max_length=40)

    class Meta:
        icon = "link"
        label = "mission"


class HomePage(LilithPage):
    """One screen: a question, two doors, six titles, four missions."""

    search_kind = ""
    parent_page_types = ["wagtailcore.Page"]
    # Where pages of lower rooms may stand is said here: those rooms do not know this one.
    subpage_types = ["website.ContentPage", "practices.PathwayPage"]
    max_count = 1
    template = "website/home.html"

    question = models.CharField("question", max_length=80)
    tagline = models.CharField("phrase", max_length=120)
    search_hint = models.CharField("aide de la recherche", max_length=80)
    missions = SlimStreamField([("mission", MissionBlock())], blank=True, default=list, verbose_name="missions")

    content_panels = [
        *LilithPage.content_panels,
        FieldPanel("question"),
        FieldPanel("tagline"),
        FieldPanel("search_hint"),
        InlinePanel(
            "featured", label="titre à la une", max_num=6, heading="À la une (sinon : les six actualités les plus récentes)"
        ),
        FieldPanel("missions"),
    ]

    class Meta:
        verbose_name = "accueil"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lilith.website import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.home_context(home=self))
        return context


class FeaturedPage(Orderable):
    """A page that editors put « à la une »."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name="page")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=("home", "page"), name="featured_once")]


class ContentPage(LilithPage):
    """A page of text. Rooms may add their list to it through the page slot named after its address."""

    search_kind = "page"
    parent_page_types = ["website.HomePage", "website.ContentPage"]
    subpage_types = ["website.ContentPage", "website.NewsPage", "practices.PracticePage", "practices.ToReducePage"]
    template = "website/content_page.html"

    body = ProseField("texte", features=["h2", "h3", "bold", "ul", "ol", "link", "document-link"])
    literacy_level = models.PositiveSmallIntegerField("niveau de lecture", default=1)
    order = models.PositiveSmallIntegerField("ordre", default=100)

    content_panels = [*LilithPage.content_panels, FieldPanel("body"), FieldPanel("literacy_level")]

    class Meta:
        verbose_name = "page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lilith.website import selectors

        context = super().get_context(request, *args, **kwargs)
        context["subpages"] = selectors.subpages_of(page=self)
        return context

    @property
    def slot_name(self) -> str:
        """The page slot that rooms may fill under this page's text: `page:` and its address."""
        return "page:" + "/".join(self.url_path.strip("/").split("/")[1:])


class NewsPage(LilithPage):
    """A dated piece of news."""

    search_kind = "news"
    parent_page_types = ["website.ContentPage"]
    subpage_types: list[str] = []
    template = "website/news.html"

    day = models.DateField("date")
    day_label = models.CharField("date en mots", max_length=60, blank=True, default="", help_text="Quand le jour exact manque.")
    place = models.CharField("lieu", max_length=160, blank=True, default="")
    body = ProseField("texte")
    literacy_level = models.PositiveSmallIntegerField("niveau de lecture", default=2)
    practices = ParentalManyToManyField(PracticePage, blank=True, related_name="news", verbose_name="pratiques")
    event = models.ForeignKey(
        "website.Event", null=True, blank=True, on_delete=models.SET_NULL, related_name="news", verbose_name="événement"
    )

    content_panels = [
        *LilithPage.content_panels,
        FieldPanel("day"),
        FieldPanel("day_label"),
        FieldPanel("place"),
        FieldPanel("body"),
        FieldPanel("literacy_level"),
        FieldPanel("practices"),
        FieldPanel("event"),
    ]

    def neighbours(self) -> tuple[Any, Any]:
        """The news before and after it in time."""
        from lilith.website import selectors

        return selectors.neighbours_in_time(news=self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["practices"] = list(self.practices.filter(live=True).order_by("title"))
        context["event"] = self.event if self.event and self.event.live else None
        return context

    class Meta:
        verbose_name = "actualité"
        ordering = ("-day",)


class Event(PublicRecord):
    """Something dated: a conference, an official text, a launch. `day` is the first day known; `precision` says how well."""

    search_kind = "event"

    title = models.CharField("titre", max_length=300)
    day = models.DateField("date")
    precision = models.CharField(
        "précision", max_length=6, choices=[("day", "jour"), ("month", "mois"), ("year", "année")], default="day"
    )
    day_label = models.CharField("date en mots", max_length=120, blank=True, default="")
    type = models.CharField("type", max_length=60)
    summary = models.CharField("en une phrase", max_length=320, blank=True, default="")
    place = models.CharField("lieu", max_length=160, blank=True, default="")
    organisations = LinesField("organismes")
    facts = LinesField("faits")
    figures = LinesField("chiffres")
    practices = models.ManyToManyField(PracticePage, blank=True, related_name="events", verbose_name="pratiques")

    class Meta:
        ordering = ("-day", "title")
        verbose_name = "événement"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/agenda/{self.day.year}/#{self.slug}"
