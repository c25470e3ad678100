"""What each kind of notification must say of itself, checked each time the site starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from lilith.foundation.slots import NotificationKind, notification_kinds
from lilith.notifications.enums import Rhythm


@register
def check_notification_kinds(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every kind has its two templates, an audience test and a preference."""
    return errors_of_kinds(notification_kinds().values())


def errors_of_kinds(kinds: Iterable[NotificationKind]) -> list[CheckMessage]:
    """What is missing or contradicts itself, in order."""
    return [error for kind in kinds for error in (*_templates(kind), *_words(kind), *_preference(kind))]


def _templates(kind: NotificationKind) -> Iterable[CheckMessage]:
    for name in (f"{kind.template}.txt", f"{kind.template}.html"):
        try:
            get_template(name)
        except (TemplateDoesNotExist, TemplateSyntaxError) as error:
            yield Error(f"notification kind {kind.code}: {name}: {type(error).__name__} {error}", id="lilith.E007")


def _words(kind: NotificationKind) -> Iterable[CheckMessage]:
    if not kind.room or kind.room == kind.code or not kind.template.startswith(f"{kind.room}/mail/"):
        yield Error(f"notification kind {kind.code}: code « <room>.<name> », template « <room>/mail/… »", id="lilith.E008")
    if not kind.title or not callable(kind.audience):
        yield Error(f"notification kind {kind.code}: a title and an audience test are missing", id="lilith.E008")


def _preference(kind: NotificationKind) -> Iterable[CheckMessage]:
    silent = kind.default == Rhythm.NEVER
    if kind.default not in Rhythm.values:
        yield Error(f"notification kind {kind.code}: {kind.default!r} is no preference", id="lilith.E009")
    elif silent == kind.must_answer:
        yield Error(f"notification kind {kind.code}: silent by default, unless one must answer", id="lilith.E009")
    if kind.outside and not kind.must_answer:
        yield Error(f"notification kind {kind.code}: without an account, only what one must answer", id="lilith.E009")
