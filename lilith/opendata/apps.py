from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "lilith.opendata"
    label = "opendata"
    verbose_name = "Données ouvertes"
