from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "lilith.trainings"
    label = "trainings"
    verbose_name = "Formations"

    def ready(self) -> None:
        from lilith.trainings import slots

        slots.register()
