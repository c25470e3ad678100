"""Forms of the account pages, in plain words. The rules are allauth's and Django's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from lilith.accounts.enums import OrganisationRole
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


class SignUpForm(allauth.SignupForm):
    """Address, password, and a name to show if one wants: never the real one."""

    display_name = forms.CharField(
        label="Le nom que le site affiche",
        help_text="Un pseudonyme convient : nous ne demandons pas votre vrai nom.",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "email", "Votre adresse e-mail", "Elle n’est jamais montrée.", autocomplete="email", spellcheck="false")
        _field(self, "password1", "Votre mot de passe", HINT, autocomplete="new-password")
        self.fields["email"].error_messages["invalid"] = "Cette adresse n’est pas complète. Exemple : nom@exemple.fr"

    def signup(self, request: Any, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"].strip()
        user.save(update_fields=["display_name"])


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


class ConfirmPasswordForm(allauth.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "password", "Votre mot de passe", autocomplete="current-password")


class _Code:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = "Les six chiffres que montre votre application."
        if not isinstance(self, ActivateForm):
            help_text += " Ou l’un de vos codes de secours."
        _field(self, "code", "Le code", help_text, autocomplete="one-time-code", inputmode="numeric")  # type: ignore[arg-type]


class ActivateForm(_Code, ActivateTOTPForm):
    """The first code of the application proves that it was set up."""


class CodeForm(_Code, AuthenticateForm):
    """The code, after the password."""


class ConfirmCodeForm(_Code, ReauthenticateForm):
    """The code once more, before something that matters."""


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


class EraseForm(forms.Form):
    """One's own address, written again, and the password when the account has one."""

    email = forms.CharField(
        label="Écrivez votre adresse e-mail pour confirmer",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Votre mot de passe", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if email != self.user.email.lower():
            raise forms.ValidationError("Ce n’est pas l’adresse de ce compte.")
        return email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise forms.ValidationError("Ce n’est pas votre mot de passe.")
        return password


class FindOrganisationForm(forms.Form):
    q = forms.CharField(label="Quel organisme cherchez-vous ?", max_length=200, required=False)


class InviteForm(forms.Form):
    """A link to copy: for whom, and for how many people."""

    role = forms.ChoiceField(
        label="Ce que seront ces personnes",
        choices=[
            (OrganisationRole.MEMBER, "Membres"),
            (OrganisationRole.MANAGER, "Responsables : elles invitent et répondent aux demandes"),
        ],
    )
    places = forms.IntegerField(label="Pour combien de personnes", min_value=1, max_value=100, initial=1)


class JoinForm(forms.Form):
    words = forms.CharField(
        label="Qui êtes-vous pour cet organisme ?",
        help_text="Par exemple : infirmière de l’équipe mobile. Votre nom n’est pas demandé.",
        max_length=400,
        error_messages={"required": "Dites en quelques mots qui vous êtes pour lui."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """Yes, or no with a reason that the person will read."""

    reason = forms.CharField(
        label="Pourquoi ? La personne le lira.", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
