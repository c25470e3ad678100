from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "lilith.editorial"
    label = "editorial"
    verbose_name = "Rédaction"

    def ready(self) -> None:
        from lilith.editorial import slots

        slots.register()
