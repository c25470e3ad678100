"""What signing the rights profile puts on « Mon espace »."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from lilith.accounts.selectors import Waiting
from lilith.evidence import selectors
from lilith.foundation.slots import register_page_slot


def register() -> None:
    register_page_slot("workspace:items", rights_item, order=20)


def rights_item(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """One line for who signs rights: how many dossiers their voice has not finished; nothing while there is no dossier."""
    voice = selectors.voice_of(user=request.user) if request is not None else None
    if request is None or voice is None:
        return ""
    rows = selectors.dossiers_to_sign(user=request.user, voice=voice)
    if not rows:
        return ""
    waiting = sum(bool(row.missing) for row in rows)
    why = (
        f"Il manque votre voix dans {waiting} dossier{'s' if waiting > 1 else ''}."
        if waiting
        else "Votre voix a signé partout."
    )
    items = [Waiting("Signer les droits", reverse("rights_index"), why, "hand-heart")]
    return render_to_string("accounts/waiting.html", {"items": items})
