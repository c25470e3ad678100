"""Base classes of every page and record, and the site's own image and document models."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page

from lilith.foundation.addresses import path_of
from lilith.foundation.fields import LinesField


class Provenance(models.Model):
    """Where a public record comes from, who answers for it, and when it is read again.

    `content_id` and `content_digest` are set when a file of `content/` made the record: the digest is that of what was
    loaded, so that an editor's change is seen and never overwritten. `sources` holds one « code : words to look for » a line.
    """

    uuid = models.UUIDField("identifiant public", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    content_id = models.CharField("fichier de contenu", max_length=160, blank=True, default="", db_index=True, editable=False)
    content_digest = models.CharField("empreinte chargée", max_length=64, blank=True, default="", editable=False)
    is_demo = models.BooleanField("démonstration", default=False, editable=False)
    written_on = models.DateField("écrit le", null=True, blank=True)
    updated_on = models.DateField("mis à jour le", null=True, blank=True)
    next_review_on = models.DateField("à revoir le", null=True, blank=True)
    sources = LinesField(
        "sources", help_text="Une source par ligne : code du document, deux-points, quelques mots à y chercher."
    )

    class Meta:
        abstract = True

    # What the text is, for the date it is read again: a key of `settings.LILITH["REVIEW_MONTHS"]`, the one place with the delays.
    review_kind: str = "text"

    def is_review_due(self, today: date) -> bool:
        """True from the day after the review date on."""
        return bool(self.next_review_on and self.next_review_on < today)

    @classmethod
    def review_after(cls, day: date) -> date:
        """When a text of this type that was read on `day` is read again."""
        return day + relativedelta(months=settings.LILITH["REVIEW_MONTHS"][cls.review_kind])


class LilithPage(Page, Provenance):
    """Abstract base of every page: nothing here is a table of its own (ADR 0002)."""

    summary = models.CharField("en une phrase", max_length=320, blank=True, default="")
    authorship = models.CharField("texte écrit par", max_length=120, default="la rédaction de Lilith", blank=True)

    # Every page type says how it is searched (checked at start-up); empty: the type is not a search result.
    search_kind: str = ""
    # A copy of a page is a new record: it neither comes from a file nor shares an identifier.
    exclude_fields_in_copy = ["uuid", "content_id", "content_digest"]

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel(
            [
                FieldPanel("authorship"),
                FieldPanel("written_on"),
                FieldPanel("updated_on"),
                FieldPanel("next_review_on"),
                FieldPanel("sources"),
            ],
            heading="Suivi éditorial",
        ),
    ]

    class Meta:
        abstract = True

    @cached_property
    def breadcrumb(self) -> list[tuple[str, str]]:
        """(title, address) of each step above this page, from the home page down."""
        steps = self.get_ancestors().filter(depth__gte=2).values_list("title", "url_path")
        return [(title, path_of(url_path)) for title, url_path in steps]

    def neighbours(self) -> tuple[Page | None, Page | None]:
        """The live pages before and after this one among its siblings."""
        previous = self.get_prev_siblings().live().first()
        following = self.get_next_siblings().live().first()
        return previous, following

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        previous, following = self.neighbours()
        context.update(previous_page=previous, next_page=following)
        return context


class PublicRecord(Provenance):
    """Abstract base of the records with an address that are not pages: a term, a publication, an organisation."""

    slug = models.SlugField("adresse", max_length=120, unique=True)
    live = models.BooleanField("en ligne", default=True)

    search_kind: str = ""

    class Meta:
        abstract = True


class LilithImage(AbstractImage):
    """An image with the alternative text that its readers need and where it comes from."""

    alternative = models.CharField("texte de remplacement", max_length=300, help_text="Ce que l’image montre, en une phrase.")
    credit = models.CharField("crédit", max_length=200, blank=True, default="")
    licence = models.CharField("licence", max_length=120, blank=True, default="")

    admin_form_fields = (*Image.admin_form_fields, "alternative", "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = "image"

    @property
    def default_alt_text(self) -> str:
        return self.alternative

    def clean(self) -> None:
        super().clean()
        if not self.alternative.strip():
            raise ValidationError({"alternative": "Décrivez l’image : des personnes ne la verront pas."})


class LilithRendition(AbstractRendition):
    image = models.ForeignKey(LilithImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="rendition_unique"),
        ]


class LilithDocument(AbstractDocument):
    """A file that readers can take away, with a plain summary (LIL-043)."""

    plain_summary = LinesField("résumé pour tout le monde", help_text="Deux ou trois phrases simples.")

    admin_form_fields = (*Document.admin_form_fields, "plain_summary")


class ScheduledRun(models.Model):
    """When a job of `tick` last ended, and what it said: a job that was cut short runs again."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    report = models.TextField(blank=True, default="")

    never_public = True

    def __str__(self) -> str:
        return self.name


class PreparedStage(models.Model):
    """What a step of `prepare` last worked from: the step runs again when this digest changes."""

    name = models.CharField(max_length=60, unique=True)
    digest = models.CharField(max_length=64)
    done_at = models.DateTimeField()

    # Nothing public shows these rows: writing one never empties the page cache.
    never_public = True

    def __str__(self) -> str:
        return self.name


def _new_token() -> str:
    return uuid.uuid4().hex


class OutgoingMail(models.Model):
    """A mail to one person. Once sent, its text is not kept; the row is, for twelve months, so that it leaves only once."""

    class State(models.TextChoices):
        WAITING = "waiting", "en attente"
        SENDING = "sending", "en cours d’envoi"
        HELD = "held", "retenu"
        SENT = "sent", "envoyé"
        FAILED = "failed", "abandonné"
        CANCELLED = "dropped", "annulé"

    key = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField("sorte", max_length=60, blank=True, default="")
    to = models.EmailField("adresse")
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte", blank=True, default="")
    html = models.TextField(blank=True, default="")
    headers = models.JSONField(blank=True, default=dict)
    # With the number of the row, the Message-ID: the same at each try, so that a mailbox knows a mail it already has.
    token = models.CharField(max_length=32, default=_new_token, editable=False)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    # When the clock hands it to the worker again, unless it has left.
    next_try_at = models.DateTimeField("prochain essai", default=timezone.now)
    tried_at = models.DateTimeField("dernier essai", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    never_public = True

    class Meta:
        verbose_name = "courriel"
        constraints = [models.UniqueConstraint(fields=("key",), condition=~models.Q(key=""), name="outgoing_mail_once")]
        indexes = [
            models.Index(fields=("state", "next_try_at"), name="outgoing_mail_due"),
            models.Index(fields=("created_at",), name="outgoing_mail_age"),
        ]

    def __str__(self) -> str:
        return self.subject


class PageView(models.Model):
    """How often the page at `path` was read on `day` (Paris). A figure only: no address, no account, no machine."""

    day = models.DateField("jour")
    path = models.CharField("page", max_length=500)
    count = models.PositiveIntegerField("lectures", default=0)

    never_public = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=("day", "path"), name="page_view_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.path} {self.count}"
