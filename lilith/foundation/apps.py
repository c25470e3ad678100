from datetime import timedelta

from django.apps import AppConfig

from lilith.foundation import slots


class FoundationConfig(AppConfig):
    name = "lilith.foundation"
    label = "foundation"
    verbose_name = "Fondations"

    def ready(self) -> None:
        from lilith.foundation import changes, checks  # noqa: F401
        from lilith.foundation.page_cache import invalidation
        from lilith.foundation.worker import prune_results

        changes.connect()
        invalidation.connect()
        slots.register_scheduled_work(slots.ScheduledWork("task-results", timedelta(days=1), prune_results))
