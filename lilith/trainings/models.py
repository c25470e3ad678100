"""The catalogue of trainings that the documents name. Enrolment comes with the issue of that mission."""

from django.db import models

from lilith.foundation.fields import LinesField
from lilith.foundation.models import PublicRecord
from lilith.practices.models import PracticePage


class Course(PublicRecord):
    """A training, a diploma, a MOOC or a webinar, as the documents describe it at their date."""

    search_kind = "training"

    title = models.CharField("intitulé", max_length=300)
    type = models.CharField("type", max_length=80)
    summary = models.CharField("en une phrase", max_length=320, blank=True, default="")
    organiser = models.CharField("organisateur", max_length=300)
    partners = LinesField("partenaires")
    format = models.CharField("forme", max_length=120, blank=True, default="")
    duration = models.CharField("durée", max_length=160, blank=True, default="")
    audience = LinesField("pour qui")
    place = models.CharField("lieu", max_length=200, blank=True, default="")
    dates = LinesField("dates")
    figures = LinesField("chiffres")
    facts = LinesField("contenu")
    free = models.BooleanField("gratuit", null=True, blank=True)
    url = models.URLField("adresse", max_length=400, blank=True, default="")
    state = models.CharField("état des informations", max_length=160, blank=True, default="")
    ambiguities = LinesField("points à vérifier")
    practices = models.ManyToManyField(PracticePage, blank=True, related_name="courses", verbose_name="pratiques")

    class Meta:
        ordering = ("title",)
        verbose_name = "formation"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/formations/{self.slug}/"
