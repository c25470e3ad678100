from django.apps import AppConfig


class OidcConfig(AppConfig):
    """An application of its own, because allauth looks for `provider.py` in each of them. It has no table."""

    name = "lilith.accounts.oidc"
    label = "accounts_oidc"
