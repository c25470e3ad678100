from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "lilith.instruments"
    label = "instruments"
    verbose_name = "Questionnaires"
