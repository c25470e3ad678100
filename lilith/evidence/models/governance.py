"""Who reads and decides, and what could make their judgment less free."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from lilith.accounts.enums import Role
from lilith.accounts.models import Organisation, User
from lilith.evidence.appraisals.enums import Capacity, CommitteeKind, InterestKind
from lilith.evidence.models.dossier import Dossier


class Committee(models.Model):
    """A standing sub-committee (method, practices), or one made for a single dossier."""

    kind = models.CharField("sorte", max_length=12, choices=CommitteeKind.choices)
    title = models.CharField("nom", max_length=160)
    purpose = models.TextField("mission", max_length=1000)
    dossier = models.ForeignKey(Dossier, null=True, blank=True, on_delete=models.CASCADE, related_name="committees")
    live = models.BooleanField("en activité", default=True)
    is_demo = models.BooleanField("démonstration", default=False, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = "comité"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=CommitteeKind.AD_HOC, dossier__isnull=False)
                | (~Q(kind=CommitteeKind.AD_HOC) & Q(dossier__isnull=True)),
                name="committee_ad_hoc_has_dossier",
                violation_error_message="Un comité pour une pratique a un dossier\u00a0; les deux autres n’en ont pas.",
            ),
            models.UniqueConstraint(
                fields=("kind", "is_demo"),
                condition=Q(live=True) & ~Q(kind=CommitteeKind.AD_HOC),
                name="committee_standing_once",
                violation_error_message="Ce sous-comité existe déjà.",
            ),
            models.UniqueConstraint(
                fields=("dossier",),
                condition=Q(live=True, kind=CommitteeKind.AD_HOC),
                name="committee_ad_hoc_once",
                violation_error_message="Ce dossier a déjà son comité.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CommitteeMember(models.Model):
    """Someone who sits, from a day until another. Readers of the site see a role, never a name."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="compte")
    role = models.CharField("rôle", max_length=24, choices=Role.choices)
    capacity = models.CharField("place", max_length=8, choices=Capacity.choices, default=Capacity.MEMBER)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        ordering = ("since", "pk")
        verbose_name = "membre d’un comité"
        verbose_name_plural = "membres des comités"
        constraints = [
            models.UniqueConstraint(
                fields=("committee", "user"),
                condition=Q(until__isnull=True),
                name="committee_member_once",
                violation_error_message="Cette personne siège déjà dans ce comité.",
            ),
            models.UniqueConstraint(
                fields=("committee",),
                condition=Q(until__isnull=True, capacity=Capacity.CHAIR),
                name="committee_one_chair",
                violation_error_message="Ce comité a déjà une présidence. Mettez-y fin d’abord.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="committee_member_dates",
                violation_error_message="La fin vient avant le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee}\u00a0: {self.get_role_display()}"


class InterestDeclaration(models.Model):
    """One declaration, only ever added to; taking it back keeps it, with the date. Shown by role, never by name.

    A tie to a dossier or to an organisation that carries it keeps its author out of that dossier (`appraisals.standing`).
    """

    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="interests", verbose_name="compte")
    role = models.CharField("rôle", max_length=24, choices=Role.choices)
    kind = models.CharField("sorte de lien", max_length=12, choices=InterestKind.choices)
    subject = models.TextField("de quoi s’agit-il", max_length=600, blank=True, default="")
    dossier = models.ForeignKey(
        Dossier, null=True, blank=True, on_delete=models.SET_NULL, related_name="interests", verbose_name="dossier concerné"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="organisme concerné"
    )
    valid_from = models.DateField("depuis le")
    valid_until = models.DateField("jusqu’au", null=True, blank=True)
    declared_at = models.DateTimeField("déclaré le")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    is_demo = models.BooleanField("démonstration", default=False, editable=False)

    class Meta:
        ordering = ("declared_at", "pk")
        verbose_name = "déclaration de liens d’intérêts"
        verbose_name_plural = "déclarations de liens d’intérêts"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=InterestKind.NONE, dossier__isnull=True, organisation__isnull=True)
                | (~Q(kind=InterestKind.NONE) & ~Q(subject="")),
                name="interest_says_what",
                violation_error_message="Un lien se décrit en quelques mots\u00a0; «\u00a0aucun lien\u00a0» ne vise rien.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="interest_dates",
                violation_error_message="La fin vient avant le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}\u00a0: {self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        if self.kind == InterestKind.NONE and (self.dossier_id or self.organisation_id):
            raise ValidationError(
                {"kind": "«\u00a0Aucun lien\u00a0» ne vise ni dossier ni organisme. Enlevez-les, ou dites quel lien."}
            )
        if self.kind and self.kind != InterestKind.NONE and not self.subject.strip():
            raise ValidationError({"subject": "Dites en quelques mots de quoi il s’agit."})
        if self.valid_until and self.valid_from and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": "La fin vient avant le début."})


class ConcernedOrganisation(models.Model):
    """An organisation that carries, pays for or sells what a dossier is about: whoever has a tie to it stays out."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="concerned_organisations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisme")

    class Meta:
        ordering = ("organisation__name",)
        verbose_name = "organisme qui porte la pratique"
        verbose_name_plural = "organismes qui portent la pratique"
        constraints = [
            models.UniqueConstraint(
                fields=("dossier", "organisation"),
                name="concerned_organisation_once",
                violation_error_message="Cet organisme y est déjà.",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)
