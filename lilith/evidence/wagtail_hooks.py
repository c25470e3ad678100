"""Dossiers of evidence in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TitleFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from lilith.evidence.appraisals.selectors import judged_lines
from lilith.evidence.enums import StudyDecision
from lilith.evidence.models import Dossier, DossierStudy, Outcome
from lilith.foundation.records import LIVE, RecordForm, RecordViewSet, record_form


class KeyForm(WagtailAdminModelForm):
    """The key of an outcome is chosen once: dossiers and published ratings refer to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["slug"].disabled = True


class OutcomeLineForm(WagtailAdminModelForm):
    """What the studies of this dossier say of one outcome: only its own studies can be chosen, once they are saved."""

    def __init__(self, *args: Any, dossier_pk: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        studies = self.fields["studies"]
        studies.queryset = DossierStudy.objects.filter(dossier=dossier_pk).select_related("publication")
        studies.widget = forms.CheckboxSelectMultiple(choices=studies.choices)
        studies.help_text = "Les études retenues. Une étude ajoutée se choisit ici une fois le dossier enregistré."


class OutcomesPanel(InlinePanel):
    """The lines of outcomes, each with the studies of the dossier being edited."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name].update(form=OutcomeLineForm, inherit_kwargs=["for_user", "dossier_pk"])
        return options


class DossierForm(RecordForm):
    """A dossier with its lines, saved together or not at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        self.dossier_pk = instance.pk if instance is not None else None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        removed = (
            [row.instance for row in self.formsets["outcomes"].forms if row.cleaned_data.get("DELETE")]
            if self._is_read("outcomes")
            else []
        )
        for line in judged_lines(lines=removed):
            self.add_error(
                None, f"Des lecteurs ont jugé ce résultat\u00a0: {line}. Il ne s’efface plus. Rien n’a été enregistré."
            )
        left = self._studies_that_no_longer_count()
        for line in self._kept("outcomes"):
            wrong = [str(study) for study in line.cleaned_data.get("studies", ()) if study.pk in left]
            if wrong:
                line.add_error("studies", f"Cette étude ne compte plus\u00a0: {', '.join(wrong)}. Décochez-la, ou reprenez-la.")
        return cleaned

    def _studies_that_no_longer_count(self) -> set[int]:
        rows = self.formsets["studies"].forms if self._is_read("studies") else []
        return {
            row.instance.pk
            for row in rows
            if row.instance.pk
            and (row.cleaned_data.get("DELETE") or row.cleaned_data.get("decision") == StudyDecision.LEFT_OUT)
        }

    def _kept(self, name: str) -> list[Any]:
        rows = self.formsets[name].forms if self._is_read(name) else []
        return [row for row in rows if row.cleaned_data and not row.cleaned_data.get("DELETE")]

    def _is_read(self, name: str) -> bool:
        return name in self.formsets and self.formsets[name].is_valid()


STUDY_PANELS = [
    FieldPanel("publication"),
    FieldRowPanel([FieldPanel("decision"), FieldPanel("in_france")]),
    FieldPanel("reason"),
    FieldPanel("reason_text"),
    FieldPanel("note"),
]
OUTCOME_PANELS = [
    FieldPanel("outcome"),
    FieldRowPanel([FieldPanel("importance"), FieldPanel("start")]),
    FieldPanel("direction"),
    FieldPanel("result_words"),
    FieldPanel("studies"),
    MultiFieldPanel(
        [
            FieldPanel("event_words"),
            FieldRowPanel([FieldPanel("events_with"), FieldPanel("total_with")]),
            FieldRowPanel([FieldPanel("events_without"), FieldPanel("total_without")]),
        ],
        heading="Sur 100 personnes\u00a0: les quatre nombres, ou aucun",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("measure"), FieldPanel("unit")]),
            FieldRowPanel([FieldPanel("estimate"), FieldPanel("ci_low"), FieldPanel("ci_high")]),
        ],
        heading="L’effet, tel que les sources l’écrivent",
    ),
    FieldRowPanel([FieldPanel("participants"), FieldPanel("follow_up_months")]),
    FieldPanel("note"),
]
VERDICT_PANELS = [
    FieldPanel("body"),
    FieldPanel("verdict"),
    FieldPanel("scope"),
    FieldPanel("stated_on"),
    FieldPanel("url"),
    FieldPanel("why_differs"),
    FieldRowPanel([FieldPanel("organisation"), FieldPanel("publication")]),
]


class DossierViewSet(RecordViewSet):
    model = Dossier
    icon = "clipboard-list"
    menu_label = "Dossiers de preuves"
    list_display = ["title", "france_evidence", "searched_on", "updated_on", LIVE]
    list_filter = ["france_evidence", "live"]
    search_fields = ["title", "population", "intervention"]
    ordering = ["title"]
    edit_handler = record_form(
        (
            "La question",
            [
                TitleFieldPanel("title", placeholder="La question, en quelques mots"),
                *(FieldPanel(name) for name in ("population", "intervention", "comparator")),
                *(FieldPanel(name) for name in ("not_known", "not_studied_for")),
                InlinePanel(
                    "owners",
                    panels=[FieldPanel("user")],
                    label="personne",
                    heading="Qui porte la pratique (répond, ne juge pas)",
                ),
            ],
        ),
        (
            "La recherche",
            [
                *(FieldPanel(name) for name in ("search_sources", "search_words")),
                FieldRowPanel([FieldPanel("search_from"), FieldPanel("search_until")]),
                FieldRowPanel([FieldPanel("searched_on"), FieldPanel("search_by")]),
                FieldPanel("selection_note"),
            ],
        ),
        ("Les études", [InlinePanel("studies", panels=STUDY_PANELS, label="étude", heading="Études retenues et écartées")]),
        (
            "Les résultats",
            [OutcomesPanel("outcomes", panels=OUTCOME_PANELS, label="résultat", heading="Résultat par résultat")],
        ),
        (
            "La France et les autres",
            [
                FieldPanel("origin_note"),
                *(FieldPanel(name) for name in ("france_evidence", "france_note")),
                InlinePanel("verdicts", panels=VERDICT_PANELS, label="avis", heading="Ce que d’autres organismes concluent"),
            ],
        ),
        form=DossierForm,
    )


class OutcomeViewSet(SnippetViewSet):
    model = Outcome
    icon = "list-ul"
    menu_label = "Résultats"
    list_display = ["name", "plain_name", "slug", "order"]
    search_fields = ["name", "plain_name", "slug"]
    ordering = ["order"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel(name) for name in ("name", "plain_name", "slug", "order")], base_form_class=KeyForm)


class EvidenceGroup(SnippetViewSetGroup):
    menu_label = "Preuves"
    menu_icon = "clipboard-list"
    menu_order = 215
    items = (DossierViewSet, OutcomeViewSet)


register_snippet(EvidenceGroup)
