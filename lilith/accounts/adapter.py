"""How allauth behaves on this site."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from lilith.accounts.services import become_member
from lilith.foundation.rate_limit import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up open or not by a setting, mails that always lead to the site's own address, plain errors, no address of a machine kept."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Ce compte est fermé.",
        "email_password_mismatch": "L’adresse ou le mot de passe ne convient pas. Vérifiez les deux, puis essayez encore.",
        "too_many_login_attempts": "Il y a eu trop d’essais. Attendez cinq minutes, ou choisissez un nouveau mot de passe.",
        "invalid_password_reset": "Ce lien ne sert plus. Demandez-en un autre.",
        "incorrect_password": "Ce n’est pas votre mot de passe actuel.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "email_taken": "Un autre compte a déjà cette adresse.",
        "rate_limited": "Vous allez trop vite. Attendez une minute.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.LILITH["SIGN_UP"])

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """An address is confirmed: someone who holds no role yet becomes a member."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            become_member(user=email_address.user)
        return confirmed

    def get_client_ip(self, request: HttpRequest) -> str:
        # A counter needs to tell machines apart, not to know them.
        return salted_hmac("lilith.accounts.rate", truncate_ip(client_address(request))).hexdigest()[:32]

    def get_reset_password_from_key_url(self, key: str) -> str:
        # Never from the Host header of the request: a forged one would send the key elsewhere.
        return settings.BASE_URL + reverse("account_reset_password_from_key", args=["UID", "KEY"]).replace("UID-KEY", key)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("workspace")

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, {**context, "site_url": settings.BASE_URL})

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        # The password of a demonstration account is public and stays so.
        if user.is_demo:
            return
        first = not user.has_usable_password()
        self.send_mail(f"account/email/{'invitation' if first else 'password_reset_key'}", email, context)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        # The pages themselves say what happened; a message to someone without a session would make one.
        if request.user.is_authenticated:
            super().add_message(request, level, *args, **kwargs)
