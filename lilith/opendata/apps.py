from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "lilith.opendata"
    label = "opendata"
    verbose_name = "Données ouvertes"

    def ready(self) -> None:
        from lilith.opendata import slots

        slots.register()
