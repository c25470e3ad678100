from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "lilith.accounts"
    label = "accounts"
    verbose_name = "Comptes et organisations"
    default = True

    def ready(self) -> None:
        from lilith.accounts import slots

        slots.register()


class BackOfficeUsersConfig(WagtailUsersAppConfig):
    """Wagtail's list of accounts, with this site's forms: it stands in INSTALLED_APPS in the place of `wagtail.users`."""

    user_viewset = "lilith.accounts.back_office.users.UserViewSet"
