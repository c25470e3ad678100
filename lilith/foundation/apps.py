from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "lilith.foundation"
    label = "foundation"
    verbose_name = "Fondations"

    def ready(self) -> None:
        from lilith.foundation import changes, checks  # noqa: F401

        changes.connect()
