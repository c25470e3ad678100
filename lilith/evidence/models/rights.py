"""The rights profile: what a practice does to people's rights, said by two voices, never summed with the evidence."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.evidence.enums import RightsDimension, RightsLevel, RightsVoice
from lilith.evidence.models.dossier import Dossier


class RightsRating(models.Model):
    """One signed cell, only ever added to: the current one is the latest of its dimension and voice.

    It is shown with the role of who signed; `signed_by` is for the person's own data and is never shown.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="rights_ratings")
    dimension = models.CharField("droit", max_length=16, choices=RightsDimension.choices)
    voice = models.CharField("voix", max_length=16, choices=RightsVoice.choices)
    level = models.CharField("jugement", max_length=12, choices=RightsLevel.choices)
    justification = models.TextField("justification", max_length=2000)
    role = models.CharField("rôle", max_length=24, choices=Role.choices)
    signed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    valid_at = models.DateField("vrai le")
    recorded_at = models.DateTimeField("écrit le", default=timezone.now)

    class Meta:
        ordering = ("recorded_at", "id")
        verbose_name = "jugement sur les droits"
        verbose_name_plural = "jugements sur les droits"
        indexes = [models.Index(fields=("dossier", "dimension", "voice", "recorded_at"), name="rights_current")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(justification=""),
                name="rights_justified",
                violation_error_message="Dites pourquoi, en une ou deux phrases.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()}\u00a0: {self.get_level_display()}"
