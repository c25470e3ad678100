from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "lilith.website"
    label = "website"
    verbose_name = "Site"

    def ready(self) -> None:
        from lilith.website import slots

        slots.register()
