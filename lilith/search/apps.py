from datetime import datetime, timedelta

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "lilith.search"
    label = "search"
    verbose_name = "Recherche"

    def ready(self) -> None:
        from lilith.foundation import slots
        from lilith.search import services

        slots.register_change_listener(services.reindex_record)
        slots.register_scheduled_work(slots.ScheduledWork("search_rebuild", timedelta(days=1), _rebuild))


def _rebuild(now: datetime) -> str:
    """Each day: catch up with what changed without a word, such as the title of a theme shown on a practice."""
    from lilith.search import services

    report = services.rebuild()
    return f"{report['documents']} documents, {report['written']} réécrits, {report['removed']} retirés"
