from datetime import timedelta

from django.apps import AppConfig

from lilith.foundation import slots


class FoundationConfig(AppConfig):
    name = "lilith.foundation"
    label = "foundation"
    verbose_name = "Fondations"

    def ready(self) -> None:
        from django.urls import register_converter

        from lilith.foundation import changes, checks, converters, mail, review  # noqa: F401
        from lilith.foundation.page_cache import invalidation
        from lilith.foundation.worker import prune_results

        register_converter(converters.PageNumberConverter, "page")
        register_converter(converters.LetterConverter, "letter")
        changes.connect()
        invalidation.connect()
        slots.register_page_slot("workspace:items", review.workspace_item, order=50)
        slots.register_scheduled_work(slots.ScheduledWork("task-results", timedelta(days=1), prune_results))
        slots.register_scheduled_work(slots.ScheduledWork("mail-outbox", timedelta(minutes=1), mail.tidy))
        slots.register_scheduled_work(slots.ScheduledWork("mail-forget", timedelta(days=1), mail.forget))
        slots.register_personal_data(slots.PersonalData("foundation.OutgoingMail", mail.export_mails, mail.erase_mails))
