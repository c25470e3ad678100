from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lilith.accounts"
    label = "accounts"
    verbose_name = "Comptes et organisations"

    def ready(self) -> None:
        from lilith.accounts import slots

        slots.register()
