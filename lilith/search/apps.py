from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "lilith.search"
    label = "search"
    verbose_name = "Recherche"
