"""A dossier of evidence: the question, the search, the studies, and one line per outcome that matters to people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from lilith.accounts.models import Organisation, User
from lilith.evidence.enums import Direction, FranceEvidence, Importance, LeftOutReason, Measure, Start, StudyDecision
from lilith.evidence.permissions import Verb, roles_with
from lilith.foundation.fields import LinesField, ProseField
from lilith.foundation.models import PublicRecord
from lilith.library.models import Publication

RATIOS = (Measure.RR, Measure.OR, Measure.HR)


def check_partial_date(text: str) -> None:
    """Raise ValidationError unless `text` is a year, a month or a day: 2019, 2019-05, 2019-05-12."""
    parts = text.split("-")
    try:
        if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
            raise ValueError
        date(*[*map(int, parts), 1, 1][:3])
    except ValueError:
        raise ValidationError("Écrivez une année, un mois ou un jour\u00a0: 2019, 2019-05 ou 2019-05-12.") from None


class Outcome(models.Model):
    """Something that matters to people and that studies can measure: hospital days, staying housed, quality of life…"""

    slug = models.SlugField("clé", primary_key=True, max_length=60)
    name = models.CharField("résultat", max_length=120, unique=True)
    plain_name = models.CharField(
        "dit simplement", max_length=160, help_text="Comme «\u00a0Passer moins de jours à l’hôpital\u00a0»."
    )
    order = models.PositiveSmallIntegerField("ordre", default=0)

    edited_by = roles_with(Verb.EDIT_DOSSIER)

    class Meta:
        ordering = ("order", "name")
        verbose_name = "résultat"

    def __str__(self) -> str:
        return self.name


class Dossier(PublicRecord, ClusterableModel):
    """What is proven about one question, for whom, and how surely. It knows of no practice; a practice points to it.

    A dossier is assessed if and only if it has a current `Rating`: nothing here says so by itself.
    """

    search_kind = ""
    edited_by = roles_with(Verb.EDIT_DOSSIER)
    review_kind = "evidence"

    title = models.CharField("titre", max_length=200)
    population = models.TextField("pour qui", max_length=600, blank=True, default="")
    intervention = models.TextField("ce qui est proposé", max_length=600, blank=True, default="")
    comparator = models.TextField("comparé à quoi", max_length=600, blank=True, default="")
    search_sources = LinesField("où nous avons cherché", help_text="Une base ou un site par ligne.")
    search_words = LinesField("avec quels mots", help_text="Une question posée à une base par ligne.")
    search_from = models.CharField(
        "textes parus depuis", max_length=10, blank=True, default="", validators=[check_partial_date], help_text="Comme 1995."
    )
    search_until = models.CharField(
        "textes parus jusqu’à", max_length=10, blank=True, default="", validators=[check_partial_date], help_text="Comme 2026."
    )
    searched_on = models.DateField("recherche faite le", null=True, blank=True)
    search_by = models.CharField(
        "recherche faite par", max_length=200, blank=True, default="", help_text="Un rôle ou un organisme, pas une personne."
    )
    selection_note = models.TextField("comment les études ont été choisies", blank=True, default="")
    not_known = ProseField("ce qu’on ne sait pas")
    not_studied_for = LinesField("pour qui elle n’a pas été étudiée", help_text="Un groupe de personnes par ligne.")
    origin_note = models.TextField("preuves d’origine", blank=True, default="", help_text="Où l’idée a été testée d’abord.")
    france_evidence = models.CharField(
        "preuves en France", max_length=16, choices=FranceEvidence.choices, default=FranceEvidence.UNKNOWN
    )
    france_note = models.TextField("précision sur la France", blank=True, default="")

    class Meta:
        ordering = ("title",)
        verbose_name = "dossier de preuves"
        verbose_name_plural = "dossiers de preuves"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        shortest = min(len(self.search_from), len(self.search_until))
        if shortest and self.search_from[:shortest] > self.search_until[:shortest]:
            raise ValidationError({"search_until": "La fin de la période vient avant son début."})


class DossierStudy(Orderable):
    """A study that the search found, and whether it counts; those left out stay, with the reason."""

    dossier = ParentalKey(Dossier, on_delete=models.CASCADE, related_name="studies")
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="dossier_studies", verbose_name="publication"
    )
    decision = models.CharField("décision", max_length=8, choices=StudyDecision.choices, default=StudyDecision.TAKEN)
    reason = models.CharField("pourquoi écartée", max_length=20, choices=LeftOutReason.choices, blank=True, default="")
    reason_text = models.TextField("raison en une phrase", max_length=600, blank=True, default="")
    in_france = models.BooleanField("faite en France", default=False)
    note = models.TextField("à savoir", blank=True, default="")

    class Meta(Orderable.Meta):
        verbose_name = "étude"
        constraints = [
            models.UniqueConstraint(
                fields=("dossier", "publication"),
                name="dossier_study_once",
                violation_error_message="Cette publication est déjà dans le dossier.",
            ),
            models.CheckConstraint(
                condition=Q(decision=StudyDecision.TAKEN, reason="")
                | (Q(decision=StudyDecision.LEFT_OUT) & ~Q(reason="") & ~Q(reason_text="")),
                name="dossier_study_left_out_with_reason",
                violation_error_message="Une étude écartée a une raison\u00a0; une étude retenue n’en a pas.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.publication)

    def clean(self) -> None:
        super().clean()
        if self.decision == StudyDecision.TAKEN and self.reason:
            raise ValidationError({"reason": "Cette étude est retenue\u00a0: enlevez la raison, ou écartez-la."})
        if self.decision == StudyDecision.LEFT_OUT:
            missing = [name for name in ("reason", "reason_text") if not getattr(self, name).strip()]
            if missing:
                raise ValidationError(dict.fromkeys(missing, "Dites pourquoi cette étude est écartée."))


class DossierOutcome(Orderable, ClusterableModel):
    """What the studies taken say of one outcome.

    `events_with` of the `total_with` people who had the practice, against `events_without` of `total_without`: with these
    four, the effect is said « sur 100 personnes ». `estimate` with `ci_low` and `ci_high` (95 %) is the effect as the sources
    write it, in `unit` for a difference of means. `direction` says what it means for people, whatever the sign.
    """

    dossier = ParentalKey(Dossier, on_delete=models.CASCADE, related_name="outcomes")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="dossier_outcomes", verbose_name="résultat")
    importance = models.CharField("importance", max_length=12, choices=Importance.choices(), default=Importance.IMPORTANT.value)
    studies = ParentalManyToManyField(DossierStudy, blank=True, related_name="outcomes", verbose_name="études")
    start = models.CharField("sorte d’études", max_length=16, choices=Start.choices(), default=Start.UNKNOWN.value)
    direction = models.CharField(
        "ce qui change pour les personnes", max_length=8, choices=Direction.choices(), default=Direction.UNKNOWN.value
    )
    result_words = models.TextField("ce que disent les sources", blank=True, default="")
    event_words = models.CharField(
        "ce qui est compté",
        max_length=160,
        blank=True,
        default="",
        help_text="Comme «\u00a0ont été hospitalisées dans l’année\u00a0».",
    )
    events_with = models.PositiveIntegerField("personnes concernées, avec", null=True, blank=True)
    total_with = models.PositiveIntegerField("sur combien, avec", null=True, blank=True)
    events_without = models.PositiveIntegerField("personnes concernées, sans", null=True, blank=True)
    total_without = models.PositiveIntegerField("sur combien, sans", null=True, blank=True)
    measure = models.CharField("mesure", max_length=4, choices=Measure.choices, blank=True, default="")
    estimate = models.DecimalField("estimation", max_digits=12, decimal_places=4, null=True, blank=True)
    ci_low = models.DecimalField("intervalle à 95 %, bas", max_digits=12, decimal_places=4, null=True, blank=True)
    ci_high = models.DecimalField("intervalle à 95 %, haut", max_digits=12, decimal_places=4, null=True, blank=True)
    unit = models.CharField("unité", max_length=60, blank=True, default="", help_text="Comme «\u00a0jours par an\u00a0».")
    participants = models.PositiveIntegerField("nombre de participants", null=True, blank=True)
    follow_up_months = models.PositiveSmallIntegerField("suivi, en mois", null=True, blank=True)
    note = models.TextField("à savoir", blank=True, default="")

    class Meta(Orderable.Meta):
        verbose_name = "résultat du dossier"
        verbose_name_plural = "résultats du dossier"
        # A check that gives NULL passes in SQL: each part says that its columns are there.
        constraints = [
            models.UniqueConstraint(
                fields=("dossier", "outcome"),
                name="dossier_outcome_once",
                violation_error_message="Ce résultat est déjà dans le dossier.",
            ),
            models.CheckConstraint(
                condition=Q(
                    events_with__isnull=True, total_with__isnull=True, events_without__isnull=True, total_without__isnull=True
                )
                | Q(
                    events_with__isnull=False,
                    total_with__isnull=False,
                    events_without__isnull=False,
                    total_without__isnull=False,
                    total_with__gt=0,
                    total_without__gt=0,
                    events_with__lte=F("total_with"),
                    events_without__lte=F("total_without"),
                ),
                name="dossier_outcome_counts",
                violation_error_message="Donnez les quatre nombres, et jamais plus de personnes concernées que de personnes.",
            ),
            models.CheckConstraint(
                condition=Q(measure="", estimate__isnull=True) | (~Q(measure="") & Q(estimate__isnull=False)),
                name="dossier_outcome_estimate_has_measure",
                violation_error_message="Une estimation a une mesure, et une mesure une estimation.",
            ),
            models.CheckConstraint(
                condition=Q(ci_low__isnull=True, ci_high__isnull=True)
                | Q(
                    estimate__isnull=False,
                    ci_low__isnull=False,
                    ci_high__isnull=False,
                    ci_low__lte=F("estimate"),
                    ci_high__gte=F("estimate"),
                ),
                name="dossier_outcome_interval_holds_estimate",
                violation_error_message="L’intervalle doit contenir l’estimation.",
            ),
            models.CheckConstraint(
                condition=~Q(measure__in=[code.value for code in RATIOS])
                | (Q(estimate__gte=0) & (Q(ci_low__isnull=True) | Q(ci_low__gte=0))),
                name="dossier_outcome_ratio_positive",
                violation_error_message="Un rapport n’est jamais négatif.",
            ),
            models.CheckConstraint(
                condition=~Q(measure=Measure.MD) | ~Q(unit=""),
                name="dossier_outcome_difference_has_unit",
                violation_error_message="Une différence de moyennes a une unité.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.outcome)

    def clean(self) -> None:
        super().clean()
        errors = {**self._count_errors(), **self._estimate_errors()}
        if errors:
            raise ValidationError(errors)

    def _count_errors(self) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        pairs = (("events_with", "total_with"), ("events_without", "total_without"))
        given = [name for pair in pairs for name in pair if getattr(self, name) is not None]
        for events, total in pairs:
            count, people = getattr(self, events), getattr(self, total)
            if count is not None and people is None:
                errors[total] = "Dites sur combien de personnes\u00a0: sans ce nombre, l’effet ne veut rien dire."
            elif people is not None and count is None:
                errors[events] = "Dites combien de personnes sont concernées dans ce groupe."
            elif people == 0:
                errors[total] = "Un groupe compte au moins une personne."
            elif count is not None and people is not None and count > people:
                errors[events] = f"Il y a plus de personnes concernées ({count}) que de personnes dans le groupe ({people})."
            elif given and count is None:
                errors[events] = "Donnez aussi l’autre groupe\u00a0: un effet compare deux groupes."
        if not errors and given and self.participants is not None:
            counted = self.total_with + self.total_without  # type: ignore[operator]
            if self.participants < counted:
                errors["participants"] = f"Les deux groupes font {counted} personnes, plus que ce nombre."
        return errors

    def _estimate_errors(self) -> dict[str, Any]:
        estimate, low, high = self.estimate, self.ci_low, self.ci_high
        if estimate is None:
            name = "ci_low" if low is not None else "ci_high"
            if low is not None or high is not None:
                return {name: "Un intervalle entoure une estimation\u00a0: donnez-la, ou enlevez l’intervalle."}
            return {"estimate": "Donnez l’estimation, ou enlevez la mesure."} if self.measure else {}
        if not self.measure:
            return {"measure": "Dites quelle est cette mesure (RR, OR, différence…)."}
        if self.measure in RATIOS:
            negative = [name for name in ("estimate", "ci_low", "ci_high") if (getattr(self, name) or 0) < 0]
            if negative:
                return dict.fromkeys(negative, "Un rapport n’est jamais négatif.")
        if self.measure == Measure.MD and not self.unit.strip():
            return {"unit": "Dites en quoi se compte cette différence\u00a0: jours, points d’une échelle…"}
        return self._interval_errors()

    def _interval_errors(self) -> dict[str, Any]:
        estimate, low, high = self.estimate, self.ci_low, self.ci_high
        if low is None and high is None:
            return {}
        if low is None or high is None:
            return {"ci_low" if low is None else "ci_high": "Un intervalle a deux bornes\u00a0: donnez les deux, ou aucune."}
        if low > high:
            return {"ci_low": f"La borne basse ({low}) est au-dessus de la borne haute ({high})."}
        if estimate is not None and not low <= estimate <= high:
            return {"estimate": f"L’intervalle de {low} à {high} ne contient pas cette estimation ({estimate})."}
        return {}


class OtherVerdict(Orderable):
    """What another body concluded (HAS, NICE, Cochrane, Xchange…), and why it may differ from ours."""

    dossier = ParentalKey(Dossier, on_delete=models.CASCADE, related_name="verdicts")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="organisme"
    )
    body = models.CharField("nom de l’organisme", max_length=200, help_text="Comme «\u00a0Haute Autorité de santé\u00a0».")
    verdict = models.TextField("ce qu’il conclut", max_length=1000)
    scope = models.CharField("sur quoi précisément", max_length=300, blank=True, default="")
    stated_on = models.CharField(
        "quand", max_length=10, blank=True, default="", validators=[check_partial_date], help_text="Comme 2019 ou 2019-05."
    )
    url = models.URLField("adresse", max_length=500, blank=True, default="")
    publication = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="publication"
    )
    why_differs = models.TextField("pourquoi c’est différent de nous", max_length=1000, blank=True, default="")

    class Meta(Orderable.Meta):
        verbose_name = "avis d’un autre organisme"
        verbose_name_plural = "avis d’autres organismes"

    def __str__(self) -> str:
        return f"{self.body}\u00a0: {self.verdict[:60]}"


class DossierOwner(Orderable):
    """Someone who leads the practice that the dossier is about: may answer an appraisal, never votes on it."""

    dossier = ParentalKey(Dossier, on_delete=models.CASCADE, related_name="owners")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="compte")

    never_public = True

    class Meta(Orderable.Meta):
        verbose_name = "personne qui porte la pratique"
        verbose_name_plural = "personnes qui portent la pratique"
        constraints = [
            models.UniqueConstraint(
                fields=("dossier", "user"), name="dossier_owner_once", violation_error_message="Ce compte y est déjà."
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
