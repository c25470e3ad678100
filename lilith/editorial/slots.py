"""What this room gives to the places of lower rooms, to the clock and to Wagtail's signals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import escape
from wagtail.models import TaskState
from wagtail.signals import page_published, task_submitted

from lilith.editorial import selectors, services
from lilith.editorial.enums import Stage
from lilith.editorial.permissions import keeps_texts, stages_of
from lilith.editorial.services.reminders import PUBLISHED, READING, REVIEWS
from lilith.foundation.models import LilithPage
from lilith.foundation.slots import (
    NotificationKind,
    ScheduledWork,
    register_notification_kind,
    register_page_slot,
    register_scheduled_work,
)

Context = Mapping[str, Any]


def register() -> None:
    """Called once, when the site starts."""
    register_page_slot("workspace:items", waiting_items)
    register_page_slot("band", reading_band)
    register_page_slot("page:state", state_of_page)
    register_page_slot("sheet:state", state_of_page)
    register_page_slot("page:readings", readings_of_page)
    register_page_slot("page:foot", history_link)
    register_scheduled_work(ScheduledWork("editorial-scheduled", timedelta(minutes=1), services.publish_scheduled))
    register_scheduled_work(ScheduledWork("editorial-reminders", timedelta(hours=6), services.remind_readers))
    register_scheduled_work(ScheduledWork("editorial-reviews", timedelta(days=1), services.remind_reviews))
    register_kinds()
    page_published.connect(_on_published, dispatch_uid="lilith-editorial-published")
    task_submitted.connect(_on_stage, sender=TaskState, dispatch_uid="lilith-editorial-stage")


def register_kinds() -> None:
    """The mails of this room. Who holds a role of a stage is waited for; what follows a reading is told to who asks for it."""
    register_notification_kind(
        NotificationKind(
            READING, "Un texte attend votre relecture, et ses rappels", "editorial/mail/reading",
            audience=lambda user: bool(stages_of(user)), default="at_once", must_answer=True,
        )
    )  # fmt: skip
    register_notification_kind(
        NotificationKind(
            REVIEWS, "Des textes dont votre rôle s’occupe sont à revoir", "editorial/mail/reviews",
            audience=keeps_texts, default="at_once", must_answer=True,
        )
    )  # fmt: skip
    register_notification_kind(
        NotificationKind(
            PUBLISHED, "Un texte que vous avez relu est en ligne", "editorial/mail/published",
            audience=lambda user: bool(stages_of(user)),
        )
    )  # fmt: skip


def _on_published(sender: type, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    now = timezone.now()
    version = services.record_published_version(page=instance, revision=revision, now=now)
    if version is not None:
        services.announce_published(version=version, now=now)


def _on_stage(sender: type, instance: TaskState, **kwargs: Any) -> None:
    services.announce_stage(task_state=instance)


def waiting_items(request: HttpRequest | None, context: Context) -> str:
    """Lines of « Mon espace »: what waits for the person."""
    if request is None or not request.user.is_authenticated:
        return ""
    items = selectors.waiting_for(user=request.user, today=timezone.localdate())
    return render_to_string("accounts/waiting.html", {"items": items}) if items else ""


def reading_band(request: HttpRequest | None, context: Context) -> str:
    """Above a text that is read before it is published: what it is, and the way back to the answer."""
    reading = getattr(request, "reading", None)
    return render_to_string("editorial/reading_band.html", {"reading": reading}) if reading is not None else ""


def _version(context: Context, name: str) -> Any:
    page = context.get(name)
    return selectors.latest_version(page=page) if isinstance(page, LilithPage) and page.pk else None


def state_of_page(request: HttpRequest | None, context: Context) -> str:
    """One sentence about the readings of a page; empty: it keeps its words of launch."""
    version = _version(context, "page") or _version(context, "practice")
    return escape(selectors.state_words(version=version)) if version is not None else ""


def readings_of_page(request: HttpRequest | None, context: Context) -> str:
    """At the foot of a page that was read: when by the committee, when by the people concerned."""
    stages = selectors.signed_stages(version=_version(context, "record"))
    if not stages:
        return ""
    days = {stage: {**row, "day": parse_datetime(row["at"])} for stage, row in stages.items()}
    rows = [("Avis du comité scientifique", Stage.SCIENCE), ("Avis des personnes concernées", Stage.LIVED_EXPERIENCE)]
    return render_to_string("editorial/readings.html", {"rows": [(title, days.get(stage)) for title, stage in rows]})


def history_link(request: HttpRequest | None, context: Context) -> str:
    """At the foot of a page: the way to its history."""
    version = _version(context, "record")
    return render_to_string("editorial/history_link.html", {"version": version}) if version is not None else ""
