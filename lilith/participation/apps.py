from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "lilith.participation"
    label = "participation"
    verbose_name = "Participation"

    def ready(self) -> None:
        from lilith.participation import slots

        slots.register()
