from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "lilith.notifications"
    label = "notifications"
    verbose_name = "Courriels"

    def ready(self) -> None:
        from lilith.notifications import checks, slots  # noqa: F401

        slots.register()
