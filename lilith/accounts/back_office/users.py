"""The accounts, as the administration sees and edits them in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.users.views import users as wagtail

from lilith.accounts import selectors, services
from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import Grant, LastAdministratorError
from lilith.territories.models import Departement, Region

HINT = "Facultatif. Laissé vide, la personne reçoit un courriel pour choisir le sien."


class RoleForm(forms.Form):
    """One role, everywhere or in one territory."""

    role = forms.ChoiceField(label="Rôle", choices=[("", "Choisir un rôle"), *Role.choices], required=False)
    region = forms.ModelChoiceField(label="Région", queryset=Region.objects.all(), required=False, empty_label="Toutes")
    departement = forms.ModelChoiceField(
        label="Département", queryset=Departement.objects.all(), required=False, empty_label="Tous"
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("role") and (cleaned.get("region") or cleaned.get("departement")):
            self.add_error("role", "Choisissez le rôle.")
        if cleaned.get("region") and cleaned.get("departement"):
            self.add_error("departement", "Choisissez une région ou un département, pas les deux.")
        return cleaned


RolesFormSet = formset_factory(RoleForm, extra=2, can_delete=True, max_num=30, absolute_max=40)


class AccountForm(forms.ModelForm):
    """Address, name, password and roles of an account; the services write them."""

    required_css_class = "required"

    password1 = forms.CharField(
        label="Mot de passe",
        required=False,
        strip=False,
        help_text=HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ("email", "display_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.editing_self = kwargs.pop("editing_self", False)
        super().__init__(*args, **kwargs)
        self.roles = self._roles_formset()
        self.invites = False

    def _roles_formset(self) -> BaseFormSet:
        initial = []
        if self.instance.pk:
            grants = selectors.roles_of(user=self.instance)
            initial = [{"role": g.role, "region": g.region_id, "departement": g.departement_id} for g in grants]
        return RolesFormSet(self.data if self.is_bound else None, initial=initial, prefix="roles")

    def is_valid(self) -> bool:
        return bool(super().is_valid()) and self.roles.is_valid()

    def has_changed(self) -> bool:
        return bool(super().has_changed()) or self.roles.has_changed()

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        known = selectors.user_by_email(email=email)
        if known is not None and known.pk != self.instance.pk:
            raise forms.ValidationError("Un autre compte a déjà cette adresse.")
        return email

    def clean_password1(self) -> str:
        password = str(self.cleaned_data.get("password1") or "")
        if password:
            validate_password(password, self.instance if self.instance.pk else User(email=self.data.get("email", "")))
        return password

    def grants(self) -> list[Grant]:
        """The roles that the form asks for, each once."""
        rows = [form.cleaned_data for form in self.roles.forms if form.cleaned_data.get("role")]
        wanted = [Grant(Role(row["role"]), row["region"], row["departement"]) for row in rows if not row.get("DELETE")]
        return list(dict.fromkeys(wanted))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.instance.pk and self.roles.is_valid() and selectors.is_last_administrator(user=self.instance):
            stays = any(grant.role == Role.ADMIN for grant in self.grants())
            if not stays or cleaned.get("is_active") is False:
                self.add_error(None, str(LastAdministratorError()))
        return cleaned


class AccountCreationForm(AccountForm):
    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        data = self.cleaned_data
        self.invites = not data["password1"]
        return services.create_account(
            email=data["email"],
            display_name=data["display_name"],
            password=data["password1"] or None,
            roles=self.grants(),
        )


class AccountEditForm(AccountForm):
    is_active = forms.BooleanField(
        label="Compte ouvert",
        required=False,
        help_text="Décochez pour fermer le compte\u00a0: la personne ne peut plus se connecter.",
    )

    class Meta(AccountForm.Meta):
        fields = ("email", "display_name", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "Nouveau mot de passe"
        self.fields["password1"].help_text = "Laissez vide pour ne pas le changer."
        if self.editing_self:
            del self.fields["is_active"]

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user, data = User.objects.get(pk=self.instance.pk), self.cleaned_data
        if data["email"] != user.email:
            services.change_address(user=user, email=data["email"])
        services.rename(user=user, display_name=data["display_name"])
        services.set_roles(user=user, roles=self.grants())
        user.refresh_from_db()
        if not self.editing_self and data["is_active"] != user.is_active:
            services.set_active(user=user, active=data["is_active"])
        if data["password1"]:
            services.set_password(user=user, password=data["password1"])
        self.instance = user
        return user


class IndexView(wagtail.IndexView):
    """The list of accounts, with roles in words; nothing is done to several accounts at once."""

    page_title = "Comptes"
    add_item_label = "Ajouter un compte"
    search_fields = {"email", "display_name"}

    @cached_property
    def columns(self) -> list[Any]:
        kept = [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]
        kept = [column for column in kept if column.name != "is_superuser"]
        roles = Column(
            "roles", label="Rôles", accessor=lambda user: ", ".join(selectors.role_words(user=user)) or "aucun", width="25%"
        )
        return [*kept[:2], roles, *kept[2:]]

    def order_queryset(self, queryset: Any) -> Any:
        if self.ordering in {"name", "-name"}:
            return queryset.order_by("-display_name" if self.ordering.startswith("-") else "display_name")
        return super().order_queryset(queryset)


class CreateView(wagtail.CreateView):
    page_title = "Ajouter un compte"
    success_message = "Le compte « %(object)s » est créé."

    def run_after_hook(self) -> Any:
        if self.form.invites:
            services.invite(user=self.object, request=self.request)
            messages.info(self.request, f"Un courriel est parti vers {self.object.email} pour choisir un mot de passe.")
        return super().run_after_hook()


class DeleteView(wagtail.DeleteView):
    """Erasing, as the law means it: texts stay, without the name."""

    page_title = "Effacer ce compte"
    success_message = "Le compte est effacé. Les textes restent, sans nom."

    def get_success_message(self) -> str:
        return str(self.success_message)

    @property
    def confirmation_message(self) -> str:
        return (
            "Le nom, l’adresse, les rôles et les réglages de cette personne vont disparaître. Ses textes restent, sans son nom. "
            "On ne peut pas revenir en arrière."
        )

    def delete_action(self) -> None:
        try:
            services.erase_person(user=self.object)
        except LastAdministratorError as error:
            raise PermissionDenied(str(error)) from error


class UserViewSet(wagtail.UserViewSet):
    menu_label = "Comptes"
    icon = "user"
    index_view_class = IndexView
    add_view_class = CreateView
    delete_view_class = DeleteView
    create_template_name = "accounts/back_office/create.html"
    edit_template_name = "accounts/back_office/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return AccountEditForm if for_update else AccountCreationForm
