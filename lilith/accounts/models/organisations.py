"""Every structure that the platform names, who belongs to it, and how one joins."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from lilith.accounts.enums import JoinKind, JoinState, OrganisationKind, OrganisationRole
from lilith.accounts.models.people import User
from lilith.foundation.fields import ProseField
from lilith.foundation.models import PublicRecord
from lilith.territories.models import Departement, Region


class Organisation(PublicRecord):
    """A structure named by the platform, whether or not it has members here."""

    search_kind = "organisation"
    review_kind = "contact"

    name = models.CharField("nom", max_length=200)
    short_name = models.CharField("nom court", max_length=80, blank=True, default="")
    kind = models.CharField("famille", max_length=24, choices=OrganisationKind.choices, default=OrganisationKind.OTHER)
    type_label = models.CharField("type", max_length=80)
    role = ProseField("ce qu’elle fait")
    city = models.CharField("ville", max_length=80, blank=True, default="")
    departement = models.ForeignKey(Departement, on_delete=models.PROTECT, null=True, blank=True, verbose_name="département")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name="région")
    country = models.CharField("pays", max_length=80, blank=True, default="")
    location_inferred = models.BooleanField("lieu déduit, non cité par les documents", default=False)
    gcs_member = models.BooleanField("membre du groupement de recherche en santé mentale", default=False)
    url = models.URLField("site", max_length=400, blank=True, default="")
    postal_address = models.CharField("adresse", max_length=300, blank=True, default="")
    telephone = models.CharField("téléphone", max_length=40, blank=True, default="")
    email = models.EmailField("courriel", blank=True, default="")

    class Meta:
        ordering = ("name",)
        verbose_name = "organisme"

    def __str__(self) -> str:
        return self.name

    @property
    def has_contact(self) -> bool:
        """True when the site says how to reach it: a telephone, a mail or a postal address."""
        return bool(self.telephone or self.email or self.postal_address)

    def is_contact_stale(self, today: date) -> bool:
        """True when its contact was to be checked before `today` and was not: it leaves the results until it is."""
        return self.has_contact and self.is_review_due(today)

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])


class Membership(models.Model):
    """Someone belongs to an organisation from `since` on; the row stays once that has ended (`until`)."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name="organisme"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name="compte")
    role = models.CharField("rôle", max_length=12, choices=OrganisationRole.choices, default=OrganisationRole.MEMBER)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    recorded_at = models.DateTimeField("noté le")

    never_public = True

    class Meta:
        ordering = ("since", "pk")
        verbose_name = "membre d’un organisme"
        verbose_name_plural = "membres des organismes"
        constraints = [
            models.UniqueConstraint(fields=("organisation", "user"), condition=Q(until__isnull=True), name="member_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="member_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} : {self.organisation} ({self.get_role_display()})"


class OrganisationInvitation(models.Model):
    """A link that makes members of those who have it: until a day, so many times, unless it is taken back."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations", verbose_name="organisme"
    )
    role = models.CharField("rôle donné", max_length=12, choices=OrganisationRole.choices, default=OrganisationRole.MEMBER)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="faite par")
    made_at = models.DateTimeField("faite le")
    expires_at = models.DateTimeField("sert jusqu’au")
    places = models.PositiveSmallIntegerField("nombre de personnes")
    used = models.PositiveSmallIntegerField("déjà utilisée", default=0)
    revoked_at = models.DateTimeField("retirée le", null=True, blank=True)

    never_public = True

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = "invitation"
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="invitation_has_places"),
            models.CheckConstraint(condition=Q(used__lte=F("places")), name="invitation_never_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} : {self.used} sur {self.places}"

    def serves(self, now: datetime) -> bool:
        """True when someone can still join with it."""
        return self.revoked_at is None and now < self.expires_at and self.used < self.places


class JoinRequest(models.Model):
    """Someone asks to join an organisation, or to take charge of one that nobody looks after here."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="requests", verbose_name="organisme")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="join_requests", verbose_name="compte")
    kind = models.CharField("demande", max_length=12, choices=JoinKind.choices)
    words = models.CharField("qui demande, en quelques mots", max_length=400)
    state = models.CharField("état", max_length=12, choices=JoinState.choices, default=JoinState.WAITING)
    made_at = models.DateTimeField("faite le")
    decided_at = models.DateTimeField("tranchée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="tranchée par"
    )
    reason = models.CharField("raison", max_length=400, blank=True, default="")

    never_public = True

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = "demande de rejoindre un organisme"
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "user"), condition=Q(state=JoinState.WAITING), name="join_request_waits_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=JoinState.REFUSED) | ~Q(reason=""),
                name="refused_join_request_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} : {self.get_state_display()}"
