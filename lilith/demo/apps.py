from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "lilith.demo"
    label = "demo"
    verbose_name = "Démonstration"
