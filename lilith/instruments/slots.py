"""What this room gives to the places of lower and upper rooms: what readers said of a text, what waits for a typist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from lilith.foundation import slots
from lilith.instruments import selectors, services
from lilith.instruments.enums import GateState
from lilith.instruments.permissions import Verb, can

Context = Mapping[str, Any]


def register() -> None:
    """Tell foundation; called once, when the site starts."""
    slots.register_change_listener(follow)
    slots.register_page_slot("practice:level1", what_readers_said)
    slots.register_page_slot("sheet:sources", what_readers_said_on_paper)
    slots.register_page_slot("workspace:items", waiting, order=40)


def follow(record: Any) -> None:
    """A text was published: see whether it is still the one that readers tested."""
    text = selectors.plain_text_of(record=record)
    if text is not None:
        services.follow_text(text=text, today=timezone.localdate())


def what_readers_said(request: HttpRequest | None, context: Context) -> str:
    """Under level 1: how many readers tested this text, when, and what came of it."""
    return _said("instruments/said.html", context.get("page"))


def what_readers_said_on_paper(request: HttpRequest | None, context: Context) -> str:
    """The same in one sentence, on the sheet to print."""
    return _said("instruments/said_on_paper.html", context.get("practice"))


def _said(template: str, record: Any) -> str:
    uuid = getattr(record, "uuid", None)
    if uuid is None:
        return ""
    printed = selectors.printed(subject=uuid)
    return render_to_string(template, {"gate": printed.gate, "test": printed.test, "wanted": selectors.bounds().readers})


def waiting(request: HttpRequest | None, context: Context) -> str:
    """Lines of « Mon espace »: sheets to type in, texts to rewrite or to test again."""
    user = getattr(request, "user", None)
    items = []
    if can(user, Verb.TYPE_IN_ANSWERS) and (count := selectors.waiting_sheets()):
        plural = "s" if count > 1 else ""
        words = f"{count} feuille{plural} de réponses à saisir"
        items.append({"title": words, "url": reverse("typing_in"), "why": "Des lecteurs testent nos textes sur papier."})
    if can(user, Verb.MANAGE_TESTS):
        for state, count in sorted(selectors.gates_to_mind().items()):
            plural = "s" if count > 1 else ""
            items.append(
                {
                    "title": f"{count} texte{plural} {GateState(state).label}",
                    "url": f"{reverse('comprehension_tests')}?etat=ouvert",
                    "why": "Les tests de compréhension le disent.",
                }
            )
    for item in items:
        item["icon"] = "message-circle-question-mark"
    return render_to_string("accounts/waiting.html", {"items": items}) if items else ""
