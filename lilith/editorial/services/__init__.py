"""What can be done with the stages of a text and with its history."""

from lilith.editorial.services.history import record_loaded_versions, record_published_version
from lilith.editorial.services.publishing import keep_as_draft, publish_directly, publish_scheduled
from lilith.editorial.services.reminders import announce_published, announce_stage, remind_readers, remind_reviews
from lilith.editorial.services.stages import (
    NotYourStageError,
    StageClosedError,
    StageError,
    TextChangedError,
    reading_url,
    sign_stage,
)
from lilith.editorial.services.workflow import sync_workflow

__all__ = [
    "NotYourStageError",
    "StageClosedError",
    "StageError",
    "TextChangedError",
    "announce_published",
    "announce_stage",
    "keep_as_draft",
    "publish_directly",
    "publish_scheduled",
    "reading_url",
    "record_loaded_versions",
    "record_published_version",
    "remind_readers",
    "remind_reviews",
    "sign_stage",
    "sync_workflow",
]
