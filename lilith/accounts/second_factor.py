"""The second factor: codes of an application, and codes to keep on paper. allauth does the work."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


class SecondFactorAdapter(DefaultMFAAdapter):
    """Plain errors, the name of the site in the application, and no secret in clear in the database or its backups."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ce code ne convient pas. Attendez le suivant, puis essayez encore.",
        "unverified_email": "Confirmez d’abord votre adresse e-mail.",
        "cannot_generate_recovery_codes": "Activez d’abord une application.",
    }

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    # A new secret key first, then those it replaces: what they closed opens still.
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"lilith.mfa:{key}".encode()).digest())) for key in keys]
    )
