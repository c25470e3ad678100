from django.apps import AppConfig


class LiteracyConfig(AppConfig):
    name = "lilith.literacy"
    label = "literacy"
    verbose_name = "Littératie"
