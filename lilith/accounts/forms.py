"""Forms of the account pages, in plain words. The rules are allauth's and Django's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms

from lilith.accounts.models import User

HINT = "Douze caractères au moins. Quelques mots qui n’ont rien à voir entre eux conviennent bien."


def _field(form: forms.Form, name: str, label: str, help_text: str = "", **attributes: str) -> None:
    if name not in form.fields:
        return
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.error_messages["required"] = "Ce champ est vide."
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class LoginForm(allauth.LoginForm):
    """Address, password, and whether this device stays signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "login", "Votre adresse e-mail", autocomplete="username", spellcheck="false")
        _field(self, "password", "Votre mot de passe", autocomplete="current-password")
        _field(self, "remember", "Rester connecté sur cet appareil")
        self.fields["login"].error_messages["invalid"] = "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr"


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "email", "Votre adresse e-mail", autocomplete="email", spellcheck="false")
        self.fields["email"].error_messages["invalid"] = "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr"


class _NewPassword:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "oldpassword", "Votre mot de passe actuel", autocomplete="current-password")  # type: ignore[arg-type]
        _field(self, "password1", "Votre nouveau mot de passe", HINT, autocomplete="new-password")  # type: ignore[arg-type]
        _field(self, "password2", "Encore une fois", autocomplete="new-password")  # type: ignore[arg-type]


class ResetPasswordKeyForm(_NewPassword, allauth.ResetPasswordKeyForm):
    """The new password, after the link of the mail."""


class ChangePasswordForm(_NewPassword, allauth.ChangePasswordForm):
    """The password now, and the new one."""


class SetPasswordForm(_NewPassword, allauth.SetPasswordForm):
    """A first password, for an account that has none."""


class ChangeAddressForm(allauth.AddEmailForm):
    """A new address: it serves once the link sent to it has been confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "email", "Votre nouvelle adresse e-mail", autocomplete="email", spellcheck="false")


class DisplayNameForm(forms.ModelForm):
    """How the site calls a person: a pseudonym will do."""

    class Meta:
        model = User
        fields = ("display_name",)
        labels = {"display_name": "Le nom que le site affiche"}
        help_texts = {"display_name": "Un pseudonyme convient\u00a0: nous ne demandons pas votre vrai nom."}
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "nickname"})}
