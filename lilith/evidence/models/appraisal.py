"""An appraisal: two readings apart, what settled their disagreements, three voices, and what is printed with the result.

Nothing of a reading, of a settlement or of an opinion is public before publication, and publication always writes an
event: that event is what renews the public pages. The back office keeps no index of these tables either
(`wagtail_reference_index_ignore`): its lists of where something is used would show what readers wrote apart.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.evidence.appraisals.enums import ENDED, AppraisalState, Decision, ReadingState, SettlementKind, Voice
from lilith.evidence.enums import Domain
from lilith.evidence.models.dossier import Dossier, DossierOutcome
from lilith.evidence.rating.grade_1 import MOST


def in_bounds() -> Q:
    """The condition that a value is one its domain allows: the bounds are those of the method."""
    found = Q()
    for domain, most in MOST.items():
        found |= Q(domain=domain.value, value__lte=most)
    return found


class Appraisal(models.Model):
    """One appraisal of a dossier. `round` counts the times the readings were opened again: settlements and opinions of an
    earlier round stay, and no longer count."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="appraisals", verbose_name="dossier")
    number = models.PositiveSmallIntegerField("numéro")
    state = models.CharField("état", max_length=12, choices=AppraisalState.choices, default=AppraisalState.RECEIVED)
    round = models.PositiveSmallIntegerField("tour", default=1)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    requested_by_role = models.CharField("demandée par", max_length=120)
    request_reason = models.TextField("pourquoi maintenant", max_length=1000)
    is_demo = models.BooleanField("démonstration", default=False, editable=False)

    class Meta:
        ordering = ("dossier", "number")
        verbose_name = "évaluation critique"
        verbose_name_plural = "évaluations critiques"
        constraints = [
            models.UniqueConstraint(fields=("dossier", "number"), name="appraisal_number_once"),
            models.UniqueConstraint(
                fields=("dossier", "is_demo"),
                condition=~Q(state__in=[state.value for state in ENDED]),
                name="appraisal_one_open",
                violation_error_message="Une évaluation de ce dossier est déjà ouverte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}, évaluation {self.number}"

    @property
    def ended(self) -> bool:
        """True when nothing of it changes any more, but what the owner answers."""
        return self.state in ENDED


class AppraisalEvent(models.Model):
    """Since when an appraisal is in a state, and why; only ever added to. The reason is public."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="events")
    state = models.CharField("état", max_length=12, choices=AppraisalState.choices)
    reason = models.TextField("raison", max_length=1000, blank=True, default="")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    by_role = models.CharField("par", max_length=24, choices=Role.choices)
    valid_at = models.DateField("vrai le")
    recorded_at = models.DateTimeField("écrit le")

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = "étape d’une évaluation"
        verbose_name_plural = "étapes d’une évaluation"

    def __str__(self) -> str:
        return f"{self.appraisal}\u00a0: {self.get_state_display()}"


class Reading(models.Model):
    """What one reader judges, apart. Seats 1 and 2 read blind to each other; seat 3 settles what they leave.

    `fingerprint` is that of the dossier when the reading was done: what changed since was not read.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="readings")
    seat = models.PositiveSmallIntegerField("place")
    reviewer = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="readings", verbose_name="lecteur")
    role = models.CharField("rôle", max_length=24, choices=Role.choices)
    state = models.CharField("état", max_length=8, choices=ReadingState.choices, default=ReadingState.OPEN)
    assigned_on = models.DateField("confiée le")
    due_on = models.DateField("attendue le")
    done_at = models.DateTimeField("terminée le", null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    version = models.PositiveIntegerField("version", default=1, editable=False)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_reason = models.TextField("raison du retrait", max_length=600, blank=True, default="")

    never_public = True
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("appraisal", "seat", "pk")
        verbose_name = "lecture d’un dossier"
        verbose_name_plural = "lectures d’un dossier"
        constraints = [
            models.UniqueConstraint(
                fields=("appraisal", "seat"),
                condition=Q(withdrawn_at__isnull=True),
                name="reading_seat_once",
                violation_error_message="Cette place de lecteur est prise.",
            ),
            models.UniqueConstraint(
                fields=("appraisal", "reviewer"),
                condition=Q(withdrawn_at__isnull=True),
                name="reading_reviewer_once",
                violation_error_message="Cette personne lit déjà ce dossier.",
            ),
            models.CheckConstraint(condition=Q(seat__gte=1, seat__lte=3), name="reading_seat_is_1_2_3"),
            models.CheckConstraint(
                condition=Q(state=ReadingState.OPEN, done_at__isnull=True) | Q(state=ReadingState.DONE, done_at__isnull=False),
                name="reading_done_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal}, lecteur {self.seat}"

    @property
    def done(self) -> bool:
        return self.state == ReadingState.DONE


class Judged(models.Model):
    """How many levels a domain takes from the certainty of an outcome (or gives it, for what raises), and why."""

    outcome = models.ForeignKey(DossierOutcome, on_delete=models.PROTECT, related_name="+", verbose_name="résultat")
    domain = models.CharField("question", max_length=24, choices=Domain.choices())
    value = models.PositiveSmallIntegerField("niveaux")
    reason = models.TextField("raison", max_length=2000, blank=True, default="")

    never_public = True
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class Judgment(Judged):
    """One cell of one reading."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="judgments")
    recorded_at = models.DateTimeField("écrit le")

    class Meta:
        ordering = ("pk",)
        verbose_name = "jugement"
        constraints = [
            models.UniqueConstraint(fields=("reading", "outcome", "domain"), name="judgment_once"),
            models.CheckConstraint(condition=in_bounds(), name="judgment_in_bounds"),
            models.CheckConstraint(
                condition=Q(value=0) | ~Q(reason=""),
                name="judgment_with_reason",
                violation_error_message="Dites pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}, {self.get_domain_display()}"


class Settlement(Judged):
    """What stands where the two readers differ: proposed by one and accepted by the other, or said by the third."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="settlements")
    round = models.PositiveSmallIntegerField("tour")
    kind = models.CharField("comment", max_length=12, choices=SettlementKind.choices)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="écrit par")
    seat = models.PositiveSmallIntegerField("place")
    recorded_at = models.DateTimeField("écrit le")
    accepted_at = models.DateTimeField("accepté le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = "désaccord tranché"
        verbose_name_plural = "désaccords tranchés"
        constraints = [
            models.UniqueConstraint(fields=("appraisal", "round", "outcome", "domain"), name="settlement_once"),
            models.CheckConstraint(condition=in_bounds(), name="settlement_in_bounds"),
            models.CheckConstraint(
                condition=~Q(reason=""), name="settlement_with_reason", violation_error_message="Dites pourquoi."
            ),
            models.CheckConstraint(
                condition=Q(kind=SettlementKind.AGREEMENT, seat__lte=2)
                | Q(kind=SettlementKind.THIRD, seat=3, accepted_at=F("recorded_at")),
                name="settlement_by_the_right_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}, {self.get_domain_display()}"

    @property
    def settled(self) -> bool:
        return self.accepted_at is not None


class Voiced(models.Model):
    """Something written once under a role, for the public record."""

    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="écrit par")
    role = models.CharField("rôle", max_length=24, choices=Role.choices)
    valid_at = models.DateField("vrai le")
    recorded_at = models.DateTimeField("écrit le")

    class Meta:
        abstract = True


class Opinion(Voiced):
    """What one of the three voices decided; the latest of a voice and of the current round counts."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="opinions")
    round = models.PositiveSmallIntegerField("tour")
    voice = models.CharField("voix", max_length=16, choices=Voice.choices)
    decision = models.CharField("avis", max_length=8, choices=Decision.choices)
    reason = models.TextField("pourquoi", max_length=2000, blank=True, default="")

    never_public = True
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = "avis"
        verbose_name_plural = "avis"
        constraints = [
            models.CheckConstraint(
                condition=Q(voice=Voice.RELATIVES, decision=Decision.READ)
                | (~Q(voice=Voice.RELATIVES) & ~Q(decision=Decision.READ)),
                name="opinion_relatives_read",
                violation_error_message="Les proches disent qu’ils ont lu\u00a0; les deux autres voix décident.",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.REFUSE) | ~Q(reason=""),
                name="opinion_refusal_with_reason",
                violation_error_message="Dites pourquoi vous êtes défavorable.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_voice_display()}\u00a0: {self.get_decision_display()}"


class Override(Voiced):
    """A refusal that the coordination went past, once, with a reason that the page prints."""

    opinion = models.OneToOneField(Opinion, on_delete=models.CASCADE, related_name="override")
    reason = models.TextField("pourquoi passer outre", max_length=2000)

    never_public = True
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = "refus dépassé"
        verbose_name_plural = "refus dépassés"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="override_with_reason")]

    def __str__(self) -> str:
        return f"{self.opinion}, dépassé"


class MinorityOpinion(Voiced):
    """What someone who took part wants to be read beside the result."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="minority_opinions")
    text = models.TextField("avis minoritaire", max_length=3000)

    never_public = True
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = "avis minoritaire"
        verbose_name_plural = "avis minoritaires"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="minority_opinion_says_something")]

    def __str__(self) -> str:
        return f"Avis minoritaire, {self.get_role_display()}"


class OwnerAnswer(Voiced):
    """What someone who leads the practice answers. It may come after publication, so it renews the pages."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="owner_answers")
    text = models.TextField("réponse", max_length=5000)

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = "réponse de qui porte la pratique"
        verbose_name_plural = "réponses de qui porte la pratique"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="owner_answer_says_something")]

    def __str__(self) -> str:
        return f"Réponse, {self.get_role_display()}"
