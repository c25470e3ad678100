"""The ledger of paid lived-experience time: who gave how long to what, at which rate, and who checked it."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from lilith.participation.enums import TimeKind, TimeState

QUARTER = 15
LONGEST_DAY = 24 * 60


class Rate(models.Model):
    """What one day of lived experience is paid from a date on. A day counts `hours_per_day` hours; a part is paid in proportion."""

    since = models.DateField("à partir du", unique=True)
    euros_per_day = models.DecimalField(
        "euros par jour", max_digits=7, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    hours_per_day = models.DecimalField(
        "heures d’une journée",
        max_digits=4,
        decimal_places=2,
        default=Decimal(7),
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(12))],
    )

    class Meta:
        ordering = ("-since",)
        verbose_name = "tarif du temps"
        verbose_name_plural = "tarifs du temps"
        constraints = [
            models.CheckConstraint(condition=Q(euros_per_day__gt=0), name="rate_above_zero"),
            models.CheckConstraint(condition=Q(hours_per_day__gte=1, hours_per_day__lte=12), name="rate_day_of_some_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.euros_per_day} € par jour à partir du {self.since:%d/%m/%Y}"


class TimeFacts(models.Model):
    """What an hour entry says. `minutes` are whole quarters of an hour; `amount` is in euros, at the rate kept beside it."""

    day = models.DateField("date")
    kind = models.CharField("nature", max_length=12, choices=TimeKind.choices)
    task = models.CharField("ce que vous avez fait", max_length=240, blank=True, default="")
    minutes = models.PositiveSmallIntegerField("durée en minutes")
    euros_per_day = models.DecimalField("euros par jour", max_digits=7, decimal_places=2)
    hours_per_day = models.DecimalField("heures d’une journée", max_digits=4, decimal_places=2)
    amount = models.DecimalField("montant en euros", max_digits=9, decimal_places=2)
    state = models.CharField("état", max_length=12, choices=TimeState.choices, default=TimeState.DECLARED)

    class Meta:
        abstract = True

    @property
    def hours(self) -> Decimal:
        """Hours, in quarters: 3.5."""
        return Decimal(self.minutes) / 60


class TimeEntry(TimeFacts):
    """One task of one person on one day. `version` rises with each change; `reason` is why it was sent back.

    A corrected or refused entry has no validator. When a person's account is erased the row stays, for the accounts, with an
    account that has no name any more and without the words of the task.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="time_entries", verbose_name="personne"
    )
    version = models.PositiveIntegerField(default=1)
    reason = models.CharField("raison", max_length=400, blank=True, default="")
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="validé par"
    )
    validated_at = models.DateTimeField("validé le", null=True, blank=True)
    paid_on = models.DateField("payé le", null=True, blank=True)
    is_demo = models.BooleanField("démonstration", default=False)

    # Public pages show yearly totals only: `services` says when they change.
    never_public = True

    class Meta:
        ordering = ("-day", "-pk")
        verbose_name = "ligne de temps"
        verbose_name_plural = "lignes de temps"
        indexes = [
            models.Index(fields=("person", "day"), name="time_entry_person_day"),
            models.Index(fields=("state",), name="time_entry_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(validated_by__isnull=True) | ~Q(validated_by=F("person")), name="time_entry_validated_by_another"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[TimeState.VALIDATED, TimeState.PAID], validated_at__isnull=False, validated_by__isnull=False
                )
                | ~Q(state__in=[TimeState.VALIDATED, TimeState.PAID]) & Q(validated_at__isnull=True, validated_by__isnull=True),
                name="time_entry_validated_has_validator",
            ),
            models.CheckConstraint(
                condition=Q(state=TimeState.PAID, paid_on__isnull=False) | ~Q(state=TimeState.PAID) & Q(paid_on__isnull=True),
                name="time_entry_paid_has_day",
            ),
            models.CheckConstraint(
                condition=Q(minutes__in=list(range(QUARTER, LONGEST_DAY + 1, QUARTER))), name="time_entry_quarters_of_hour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_kind_display()}"


class TimeEntryChange(TimeFacts):
    """One line of the history of an entry, as it stood after it: added, never changed. `number` is the version it made."""

    entry = models.ForeignKey(TimeEntry, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField("rang")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="par"
    )
    reason = models.CharField("raison", max_length=400, blank=True, default="")
    recorded_at = models.DateTimeField("noté le")

    never_public = True

    class Meta:
        ordering = ("entry", "number")
        verbose_name = "changement d’une ligne de temps"
        constraints = [models.UniqueConstraint(fields=("entry", "number"), name="time_change_number_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}, {self.number}"
