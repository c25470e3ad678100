from django.apps import AppConfig


class LaunchConfig(AppConfig):
    name = "lilith.launch"
    label = "launch"
    verbose_name = "Contenu de lancement"
