"""What each person chose to receive, what was told to them, and what the coordination held back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from lilith.foundation.models import OutgoingMail
from lilith.notifications.enums import Rhythm, State, Step


class Preference(models.Model):
    """When a person receives one kind; without a row, the default of the kind."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preferences", verbose_name="compte"
    )
    kind = models.CharField("sorte", max_length=60)
    rhythm = models.CharField("rythme", max_length=8, choices=Rhythm.choices)
    changed_at = models.DateTimeField("choisi le")

    never_public = True

    class Meta:
        verbose_name = "préférence de courriel"
        constraints = [models.UniqueConstraint(fields=("user", "kind"), name="notification_preference_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.rhythm}"


class Notification(models.Model):
    """One thing told to one person. Its `key` tells it once; it waits for a summary, or stands in `mail`. Kept twelve months."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name="compte"
    )
    kind = models.CharField("sorte", max_length=60)
    key = models.CharField(max_length=160)
    subject = models.CharField("objet", max_length=200)
    line = models.CharField("en une phrase", max_length=300, blank=True, default="")
    path = models.CharField("page", max_length=400)
    rhythm = models.CharField("rythme", max_length=8, choices=Rhythm.choices)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField("dit le")
    due_at = models.DateTimeField("part le")
    mail = models.ForeignKey(
        OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="notifications", verbose_name="courriel"
    )

    never_public = True

    class Meta:
        verbose_name = "annonce"
        constraints = [
            models.UniqueConstraint(fields=("user", "key"), name="notification_once"),
            models.CheckConstraint(condition=~Q(rhythm=Rhythm.NEVER), name="notification_never_is_silent"),
        ]
        indexes = [
            models.Index(fields=("state", "due_at"), name="notification_due"),
            models.Index(fields=("created_at",), name="notification_age"),
        ]

    def __str__(self) -> str:
        return self.subject


class Decision(models.Model):
    """What the coordination decided about a mail, or about a piece of news before its summary. Only added to."""

    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, null=True, related_name="decisions")
    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, null=True, related_name="decisions")
    step = models.CharField("décision", max_length=8, choices=Step.choices)
    reason = models.CharField("raison", max_length=400, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="par")
    valid_at = models.DateTimeField("valable le")
    recorded_at = models.DateTimeField("notée le")

    never_public = True

    class Meta:
        verbose_name = "décision sur un courriel"
        constraints = [
            models.CheckConstraint(
                condition=Q(mail__isnull=True, notification__isnull=False) | Q(mail__isnull=False, notification__isnull=True),
                name="mail_decision_about_one",
            ),
            models.CheckConstraint(condition=~Q(reason="") | Q(step=Step.RELEASE), name="mail_decision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.reason}"
