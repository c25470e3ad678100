from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "lilith.practices"
    label = "practices"
    verbose_name = "Pratiques"

    def ready(self) -> None:
        from lilith.practices import slots

        slots.register()
