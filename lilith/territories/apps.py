from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "lilith.territories"
    label = "territories"
    verbose_name = "Territoires"
