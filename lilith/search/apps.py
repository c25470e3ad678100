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
        slots.register_scheduled_work(slots.ScheduledWork("search_forget", timedelta(days=1), _forget))


def _rebuild(now: datetime) -> str:
    """Each day: catch up with what changed without a word, such as the title of a theme shown on a practice."""
    from lilith.search import services

    report = services.rebuild()
    return f"{report['documents']} documents, {report['written']} réécrits, {report['removed']} retirés"


def _forget(now: datetime) -> str:
    """Each day: words that found nothing are not kept longer than the register says."""
    from django.utils import timezone

    from lilith.search import services

    return f"{services.forget_missed_queries(today=timezone.localdate(now))} recherches sans résultat effacées"
