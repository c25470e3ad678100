from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "lilith.library"
    label = "library"
    verbose_name = "Bibliothèque"

    def ready(self) -> None:
        from lilith.library import slots

        slots.register()
