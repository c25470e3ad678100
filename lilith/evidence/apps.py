from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "lilith.evidence"
    label = "evidence"
    verbose_name = "Preuves"
