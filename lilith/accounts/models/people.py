"""People and the roles they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from lilith.accounts.enums import Role
from lilith.territories.models import Departement, Region


class UserManager(BaseUserManager["User"]):
    """Accounts are found by e-mail, without regard to case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """An administrator, as Django's own commands make one: the flag and the role go together."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **extra)
        RoleGrant.objects.create(user=user, role=Role.ADMIN)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `display_name` is a pseudonym: no real name is asked."""

    email = models.EmailField("adresse e-mail", unique=True)
    display_name = models.CharField("nom affiché", max_length=80, blank=True, default="")
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("équipe", default=False)
    is_demo = models.BooleanField("démonstration", default=False, editable=False)
    date_joined = models.DateTimeField("inscription", default=timezone.now)
    inactivity_warned_at = models.DateTimeField("prévenu d’un effacement le", null=True, blank=True, editable=False)

    objects = UserManager()

    # No public page shows an account: signing in never empties the page cache.
    never_public = True

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [models.UniqueConstraint(models.functions.Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def first_name(self) -> str:
        """Wagtail's lists ask for it; there is only one name here."""
        return self.display_name

    @property
    def last_name(self) -> str:
        return ""


class RoleGrant(models.Model):
    """A role held by an account, everywhere or in one region or département."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles", verbose_name="compte")
    role = models.CharField("rôle", max_length=24, choices=Role.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name="région")
    departement = models.ForeignKey(Departement, on_delete=models.PROTECT, null=True, blank=True, verbose_name="département")
    granted_at = models.DateTimeField("donné le", default=timezone.now)

    never_public = True

    class Meta:
        verbose_name = "rôle"
        constraints = [
            models.UniqueConstraint(
                fields=("user", "role", "region", "departement"), nulls_distinct=False, name="role_granted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} : {self.get_role_display()}"

    def clean(self) -> None:
        super().clean()
        if self.region_id and self.departement_id:
            raise ValidationError("Choisissez une région ou un département, pas les deux.")
