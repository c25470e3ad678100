"""A practice, at five levels, with where it exists and how it relates to others."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Orderable

from lilith.accounts.models import Organisation
from lilith.evidence.models import Dossier
from lilith.foundation.fields import LinesField, ProseField, SlimStreamField, lines_of
from lilith.foundation.models import LilithPage
from lilith.library.models import Link, Publication, Term, Video
from lilith.participation.models import Testimony
from lilith.practices.back_office import PracticeForm
from lilith.practices.blocks import EvidenceBlock, ExternalUpdateBlock, KeyFigureBlock, TestimonyBlock
from lilith.practices.enums import (
    DocumentsLevel,
    LinkKind,
    PracticeKind,
    SiteScope,
    SiteState,
    Status,
    StatusBasis,
    TeamState,
)
from lilith.practices.models.easy_read import EasyRead, EasyReadSettings
from lilith.practices.models.themes import ThemePage, ToReducePage
from lilith.practices.models.vocabularies import Audience, CareMission, PtsmPriority, RoadmapAction
from lilith.territories.models import Departement, Region

LEVEL_1 = [
    ("essential", "L’essentiel"),
    ("concretely", "Concrètement"),
    ("effect", "Est-ce que ça marche ?"),
    ("unknown", "Ce que nous ne savons pas encore"),
]
LEVEL_2 = [
    ("problem", "Le problème"),
    ("principles", "Les principes"),
    ("how", "Comment ça se passe"),
    ("genesis", "La genèse"),
    ("prerequisites", "Les prérequis"),
    ("organisation", "L’organisation"),
    ("assessment", "L’évaluation"),
    ("funding", "Le financement"),
    ("brakes", "Les freins"),
    ("success_factors", "Les facteurs de succès"),
    ("history", "L’histoire et les enjeux"),
]
LEVEL_3 = [
    ("studies_say", "Ce que disent les études"),
    ("not_known", "Ce qui n’est pas connu"),
    ("why_this_level", "Pourquoi ce niveau"),
]
LEVEL_4 = [("reading_note", "Lire ces documents")]
LEVEL_5 = [("who_does", "Qui le fait"), ("who_helps", "Qui peut aider")]
# The named sections of the five levels: (field, title). Content files, forms, pages and the API all read this table.
LEVELS: dict[int, list[tuple[str, str]]] = {1: LEVEL_1, 2: LEVEL_2, 3: LEVEL_3, 4: LEVEL_4, 5: LEVEL_5}
LEVEL_TITLES = {
    1: "L’essentiel",
    2: "Comment ça se passe",
    3: "Ce que disent les études",
    4: "Les publications",
    5: "Qui le fait, qui peut aider",
}


class PracticePage(EasyRead, LilithPage):
    """A practice, a programme, a scheme or a tool. Its address is `/pratiques/<slug>/` and never changes."""

    search_kind = "practice"
    subpage_types: list[str] = []
    template = "practices/practice.html"
    # A person may take back what they said: no history keeps a copy of it.
    history_leaves_out = ("testimonies",)

    short_name = models.CharField("nom court", max_length=60, blank=True, default="")
    acronym = models.CharField("sigle", max_length=30, blank=True, default="")
    other_names = LinesField("autres noms")
    kind = models.CharField("nature", max_length=24, choices=PracticeKind.choices)
    keywords = LinesField("mots-clés")
    audiences = ParentalManyToManyField(Audience, related_name="practices", blank=True, verbose_name="publics")
    audience_details = LinesField("pour qui, précisément")

    essential = ProseField("L’essentiel")
    concretely = ProseField("Concrètement")
    effect = ProseField("Est-ce que ça marche ?")
    unknown = ProseField("Ce que nous ne savons pas encore")

    problem = ProseField("Le problème")
    principles = ProseField("Les principes")
    how = ProseField("Comment ça se passe")
    genesis = ProseField("La genèse")
    prerequisites = ProseField("Les prérequis")
    organisation = ProseField("L’organisation")
    assessment = ProseField("L’évaluation")
    funding = ProseField("Le financement")
    brakes = ProseField("Les freins")
    success_factors = ProseField("Les facteurs de succès")
    history = ProseField("L’histoire et les enjeux")

    studies_say = ProseField("Ce que disent les études")
    not_known = ProseField("Ce qui n’est pas connu")
    why_this_level = ProseField("Pourquoi ce niveau")
    reading_note = ProseField("Lire ces documents")
    who_does = ProseField("Qui le fait")
    who_helps = ProseField("Qui peut aider")

    documents_level = models.CharField(
        "niveau lu dans les documents", max_length=12, choices=DocumentsLevel.choices, default=DocumentsLevel.NOT_ASSESSED
    )
    documents_level_why = models.TextField("pourquoi", blank=True, default="")
    documents_level_note = models.TextField("réserve", blank=True, default="")
    status = models.CharField("statut", max_length=16, choices=Status.choices, default=Status.TO_ASSESS, editable=False)
    status_basis = models.CharField(
        "fondement du statut", max_length=12, choices=StatusBasis.choices, default=StatusBasis.DOCUMENTS, editable=False
    )

    dossier = models.OneToOneField(
        Dossier, null=True, blank=True, on_delete=models.SET_NULL, related_name="practice", verbose_name="dossier de preuves"
    )

    key_figures = SlimStreamField([("figure", KeyFigureBlock())], blank=True, default=list, verbose_name="chiffres")
    figures = LinesField("chiffres des documents")
    state_date = models.CharField("état des informations", max_length=200, blank=True, default="")
    evidence = SlimStreamField([("study", EvidenceBlock())], blank=True, default=list, verbose_name="études citées")
    publications = ParentalManyToManyField(Publication, blank=True, related_name="practices", verbose_name="publications")
    links = ParentalManyToManyField(Link, blank=True, related_name="practices", verbose_name="liens")
    videos = ParentalManyToManyField(Video, blank=True, related_name="practices", verbose_name="vidéos")
    terms = ParentalManyToManyField(Term, blank=True, related_name="practices", verbose_name="mots expliqués")
    image = models.ForeignKey(
        "foundation.LilithImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="vignette"
    )
    organisations = ParentalManyToManyField(Organisation, blank=True, related_name="practices", verbose_name="organismes")
    other_organisations = LinesField("autres organismes cités")
    support_team = models.TextField("équipe citée", blank=True, default="")
    support_team_state = models.CharField(
        "place de cette équipe", max_length=12, choices=TeamState.choices, blank=True, default=""
    )
    financing = LinesField("financements cités")
    roadmap_actions = ParentalManyToManyField(
        RoadmapAction, blank=True, related_name="practices", verbose_name="actions de la feuille de route"
    )
    ptsm_priorities = ParentalManyToManyField(
        PtsmPriority, blank=True, related_name="practices", verbose_name="priorités des PTSM"
    )
    missions = ParentalManyToManyField(
        CareMission, blank=True, related_name="practices", verbose_name="missions du nouvel ambulatoire"
    )
    testimonies = SlimStreamField([("testimony", TestimonyBlock())], blank=True, default=list, verbose_name="témoignages")
    consented_testimonies = ParentalManyToManyField(
        Testimony,
        blank=True,
        related_name="practices",
        verbose_name="témoignages avec consentement",
        help_text="Chacun se montre tant que la personne est d’accord.",
    )
    external_updates = SlimStreamField(
        [("update", ExternalUpdateBlock())], blank=True, default=list, verbose_name="informations à vérifier"
    )
    ambiguities = LinesField("points à vérifier")
    missing = LinesField("ce qui manque dans les documents")

    base_form_class = PracticeForm
    identity_panels = [
        *LilithPage.content_panels,
        FieldPanel("short_name"),
        FieldPanel("acronym"),
        FieldPanel("other_names"),
        FieldPanel("kind"),
        InlinePanel("theme_links", label="thème", heading="Thèmes (le premier donne le fil d’Ariane)", min_num=1),
        FieldPanel("keywords"),
        FieldPanel("audiences"),
        FieldPanel("audience_details"),
        FieldPanel("image"),
        FieldPanel("key_figures"),
    ]
    evidence_panels = [
        *[FieldPanel(name) for name, _ in LEVEL_3],
        MultiFieldPanel(
            [FieldPanel("documents_level"), FieldPanel("documents_level_why"), FieldPanel("documents_level_note")],
            heading="Niveau lu dans les documents",
        ),
        FieldPanel("dossier"),
        FieldPanel("evidence"),
        FieldPanel("figures"),
        FieldPanel("state_date"),
        FieldPanel("ambiguities"),
        FieldPanel("missing"),
        FieldPanel("external_updates"),
    ]
    places_panels = [
        *[FieldPanel(name) for name, _ in LEVEL_5],
        InlinePanel("known_sites", label="lieu", heading="Lieux connus"),
        FieldPanel("organisations"),
        FieldPanel("other_organisations"),
        FieldPanel("support_team"),
        FieldPanel("support_team_state"),
        FieldPanel("financing"),
    ]
    links_panels = [
        FieldPanel("roadmap_actions"),
        FieldPanel("ptsm_priorities"),
        FieldPanel("missions"),
        InlinePanel("related_links", label="pratique liée", heading="Pratiques liées"),
        InlinePanel("replacements", label="à réduire", heading="Ce qu’elle peut remplacer"),
        FieldPanel("testimonies"),
        FieldPanel("consented_testimonies"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(identity_panels, heading="La pratique"),
            ObjectList([FieldPanel(name) for name, _ in LEVEL_1] + [FieldPanel("videos")], heading="Niveau 1"),
            ObjectList(EasyRead.easy_read_panels, heading="Facile à lire"),
            ObjectList([FieldPanel(name) for name, _ in LEVEL_2], heading="Niveau 2"),
            ObjectList(evidence_panels, heading="Niveau 3"),
            ObjectList(
                [FieldPanel("reading_note"), FieldPanel("publications"), FieldPanel("links"), FieldPanel("terms")],
                heading="Niveau 4",
            ),
            ObjectList(places_panels, heading="Niveau 5"),
            ObjectList(links_panels, heading="Liens"),
            ObjectList(LilithPage.promote_panels, heading="Suivi"),
        ]
    )

    class Meta:
        verbose_name = "pratique"
        indexes = [models.Index(fields=("status",)), models.Index(fields=("kind",))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(falc_logo=False) | models.Q(falc_group__isnull=False, falc_read_on__isnull=False),
                name="easy_read_logo_has_a_group",
            )
        ]

    @property
    def display_name(self) -> str:
        return self.short_name or self.title

    @property
    def name_list(self) -> list[str]:
        """Acronym and other names, without the title."""
        return [name for name in [self.acronym, self.short_name, *lines_of(self.other_names)] if name and name != self.title]

    def neighbours(self) -> tuple[Any, Any]:
        """Those of its principal theme, which `practice_context` finds with the rest: not its siblings in the tree."""
        return None, None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lilith.practices import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.practice_context(practice=self, today=timezone.localdate()))
        return context

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The page, and its easy-to-read version, which editors read before the public may."""
        return [*super().preview_modes, ("falc", "Facile à lire")]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        if mode_name != "falc":
            return super().serve_preview(request, mode_name)
        request.is_preview = True  # type: ignore[attr-defined]
        return TemplateResponse(request, "practices/easy_read.html", self.easy_read_context(request))

    def easy_read_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the page of the easy-to-read version shows."""
        steps = [("Accueil", "/"), ("Toutes les pratiques", "/pratiques/"), (self.display_name, f"/pratiques/{self.slug}/")]
        logo = EasyReadSettings.load(request).logo if self.shows_easy_read_logo else None
        return {
            "page": self,
            "easy_steps": steps,
            "logo": logo,
            "updated_on": self.updated_on,
            "meta_description": f"{self.display_name}, en facile à lire et à comprendre.",
        }


class PracticeTheme(Orderable):
    """A theme of a practice; the order is the editor's, the first of « parcours de vie » gives the breadcrumb."""

    practice = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(ThemePage, on_delete=models.PROTECT, related_name="practice_links", verbose_name="thème")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=("practice", "theme"), name="practice_theme_once")]


class KnownSite(Orderable):
    """A place where a practice exists, is planned, or is only named, as a document says it at a date."""

    practice = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="known_sites")
    place = models.CharField("lieu", max_length=240)
    scope = models.CharField("étendue", max_length=12, choices=SiteScope.choices, default=SiteScope.PLACE)
    departement = models.ForeignKey(Departement, null=True, blank=True, on_delete=models.PROTECT, verbose_name="département")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, verbose_name="région")
    country = models.CharField("pays", max_length=80, blank=True, default="")
    state = models.CharField("état", max_length=16, choices=SiteState.choices, default=SiteState.NAMED)
    since = models.CharField("depuis", max_length=40, blank=True, default="")
    note = models.CharField("précision", max_length=400, blank=True, default="")

    class Meta(Orderable.Meta):
        verbose_name = "lieu"
        indexes = [models.Index(fields=("scope", "state"))]

    def __str__(self) -> str:
        return self.place


class RelatedPractice(Orderable):
    """A link from a practice to another, with its kind and, when it says more than « voir aussi », why."""

    practice = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="related_links")
    other = models.ForeignKey(PracticePage, on_delete=models.CASCADE, related_name="linked_from", verbose_name="pratique")
    kind = models.CharField("lien", max_length=16, choices=LinkKind.choices, default=LinkKind.SEE_ALSO)
    why = models.CharField("pourquoi", max_length=300, blank=True, default="")

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=("practice", "other"), name="related_once"),
            models.CheckConstraint(condition=~models.Q(practice=models.F("other")), name="related_to_another"),
        ]


class Replacement(Orderable):
    """What a practice may replace or reduce, with the reason that the documents give."""

    practice = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="replacements")
    what = models.ForeignKey(
        ToReducePage, on_delete=models.PROTECT, related_name="replaced_by", verbose_name="ce qui est réduit"
    )
    why = models.CharField("pourquoi", max_length=300, blank=True, default="")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=("practice", "what"), name="replacement_once")]


class StatusChange(models.Model):
    """One line of the append-only history of a practice's status: when it became true, when it was written down.

    `method` names the versioned function that gave it (`statut-1`, `documents-1`); empty for lines older than methods.
    """

    practice = models.ForeignKey(PracticePage, on_delete=models.CASCADE, related_name="status_changes")
    status = models.CharField(max_length=16, choices=Status.choices)
    basis = models.CharField(max_length=12, choices=StatusBasis.choices)
    reason = models.TextField(blank=True, default="")
    method = models.CharField(max_length=24, blank=True, default="")
    valid_at = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("recorded_at", "id")

    def __str__(self) -> str:
        return f"{self.practice} : {self.status}"
