from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "lilith.evidence"
    label = "evidence"
    verbose_name = "Preuves"

    def ready(self) -> None:
        from lilith.evidence import slots

        slots.register()
