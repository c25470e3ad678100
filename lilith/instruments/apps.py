from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "lilith.instruments"
    label = "instruments"
    verbose_name = "Questionnaires"

    def ready(self) -> None:
        from lilith.instruments import slots

        slots.register()
