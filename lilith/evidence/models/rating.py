"""What a method computed from the judgments of an appraisal, as it was published."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from lilith.evidence.enums import Certainty, Effect
from lilith.evidence.models.dossier import Dossier


class Rating(models.Model):
    """One published result, only ever added to. `inputs` holds everything the method read, `result` everything it gave.

    The current rating of a dossier is its last one, unless that one was withdrawn.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="ratings")
    appraisal = models.ForeignKey(
        "evidence.Appraisal", null=True, blank=True, on_delete=models.PROTECT, related_name="ratings", verbose_name="évaluation"
    )
    method = models.CharField("méthode", max_length=24)
    inputs = models.JSONField("ce que la méthode a lu")
    result = models.JSONField("ce qu’elle a calculé")
    certainty = models.CharField("certitude", max_length=12, choices=Certainty.choices())
    effect = models.CharField("effet", max_length=16, choices=Effect.choices())
    valid_at = models.DateField("vrai le")
    recorded_at = models.DateTimeField("écrit le", default=timezone.now)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawn_reason = models.TextField("raison du retrait", blank=True, default="")

    class Meta:
        ordering = ("recorded_at", "id")
        verbose_name = "niveau de preuve calculé"
        verbose_name_plural = "niveaux de preuve calculés"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="rating_withdrawn_with_reason",
                violation_error_message="Un retrait a une date et une raison.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier}\u00a0: {self.get_certainty_display()}"
