"""The vocabularies that a practice refers to: audiences, PTSM priorities, missions, actions of the national roadmap."""

from django.db import models

from lilith.foundation.fields import LinesField
from lilith.foundation.models import PublicRecord


class Audience(models.Model):
    """For whom a practice is: one of six publics, the same words everywhere."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField("nom", max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        ordering = ("order",)
        verbose_name = "public"

    def __str__(self) -> str:
        return self.name


class PtsmPriority(models.Model):
    """One of the six legal priorities of a territorial mental-health project; wording to be checked against the decree."""

    number = models.PositiveSmallIntegerField("numéro", primary_key=True)
    name = models.CharField("intitulé", max_length=300)

    class Meta:
        ordering = ("number",)
        verbose_name = "priorité des PTSM"
        verbose_name_plural = "priorités des PTSM"

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class CareMission(models.Model):
    """One of the eight missions of the « nouvel ambulatoire » (ANAP)."""

    number = models.PositiveSmallIntegerField("numéro", primary_key=True)
    name = models.CharField("intitulé", max_length=300)

    class Meta:
        ordering = ("number",)
        verbose_name = "mission du nouvel ambulatoire"
        verbose_name_plural = "missions du nouvel ambulatoire"

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class RoadmapAction(PublicRecord):
    """An action of the national roadmap « santé mentale et psychiatrie », as it stood at the end of 2020."""

    search_kind = ""

    number = models.CharField("numéro", max_length=8, unique=True)
    order = models.PositiveSmallIntegerField("ordre")
    title = models.CharField("intitulé", max_length=300)
    axis = models.PositiveSmallIntegerField("axe")
    pilot = models.CharField("pilote", max_length=300, blank=True, default="")
    answered_by_lilith = models.BooleanField("citée par le projet Lilith", default=False)
    state_end_2020 = models.CharField("état fin 2020 (déduit du récit)", max_length=40)
    state_reason = models.TextField("raison", blank=True, default="")
    summary = models.CharField("en une phrase", max_length=320, blank=True, default="")
    stakes = LinesField("enjeux")
    progress = LinesField("avancées fin 2020")
    figures = LinesField("chiffres")
    ambiguities = LinesField("points à vérifier")

    class Meta:
        ordering = ("order",)
        verbose_name = "action de la feuille de route"
        verbose_name_plural = "actions de la feuille de route"

    def __str__(self) -> str:
        return f"Action {self.number} : {self.title}"

    def get_absolute_url(self) -> str:
        return f"/feuille-de-route/#action-{self.number}"
