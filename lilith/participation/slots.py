"""What this room gives to the places of lower rooms, and to the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from lilith.foundation import slots
from lilith.participation import personal_data, selectors, services, sitemaps
from lilith.participation.enums import TimeState, Verb
from lilith.participation.services.asking import CONSENT

TELL = slots.Place("Témoigner", "/temoigner/")
PAID_TIME = slots.Place("Le temps d’expérience", "/temps-d-experience/")


def register() -> None:
    personal_data.register()
    slots.register_page_slot("workspace:items", workspace_items, order=30)
    slots.register_page_slot("page:plan-du-site", map_section, order=60)
    slots.register_page_slot("page:qui-sommes-nous", about_us)
    slots.register_sitemap("participation", sitemaps.ParticipationSitemap)
    slots.register_notification_kind(
        slots.NotificationKind(
            CONSENT, "Votre témoignage\u00a0: votre accord", "participation/mail/consent", audience=lambda user: False,
            default="at_once", must_answer=True, outside="une personne qui nous a confié un témoignage",
        )
    )  # fmt: skip
    slots.register_scheduled_work(slots.ScheduledWork("participation-consents", timedelta(hours=1), consents))


def consents(now: datetime) -> str:
    """Scheduled work: consents that end, and people to ask again."""
    return services.ask_again(now=now)


def map_section(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The two pages of this room in the map of the site."""
    values = {"title": "Participer", "url": TELL.url, "links": [TELL, PAID_TIME]}
    return render_to_string("foundation/components/map_section.html", values, request)


def about_us(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """Under « Qui sommes-nous »: how to tell one's story, and what lived experience is paid."""
    return render_to_string("participation/about_us.html", {"places": [TELL, PAID_TIME]}, request)


def workspace_items(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """Lines of « Mon espace »: one's own time, the time of others, testimonies that need care."""
    if request is None or not request.user.is_authenticated:
        return ""
    user, items = request.user, []
    verbs = selectors.verbs_of(user)
    if Verb.DECLARE_TIME in verbs:
        items.append(_own_time(user))
    if Verb.VALIDATE_TIME in verbs:
        items.append(_time_of_others(user))
    if Verb.EDIT_TESTIMONIES in verbs:
        items += _testimonies()
    return render_to_string("participation/workspace_items.html", {"items": items}, request) if items else ""


Line = tuple[str, str, str, str]


def _own_time(user: Any) -> Line:
    states = list(selectors.entries_of(person=user).values_list("state", flat=True))
    sent_back = states.count(TimeState.REFUSED)
    waiting = states.count(TimeState.DECLARED) + states.count(TimeState.CORRECTED)
    if sent_back:
        why = "Une ligne vous est rendue, à revoir." if sent_back == 1 else f"{sent_back} lignes vous sont rendues, à revoir."
    elif waiting:
        why = "Une ligne attend d’être validée." if waiting == 1 else f"{waiting} lignes attendent d’être validées."
    else:
        why = "Réunion, relecture, formation\u00a0: déclarez votre temps."
    return ("Mon temps d’expérience", reverse("time"), why, "hourglass")


def _time_of_others(user: Any) -> Line:
    waiting, due = selectors.counts_of_others(by=user)
    why = f"À valider\u00a0: {waiting}. Validé, à payer\u00a0: {due}." if waiting or due else "Rien à valider, rien à payer."
    return ("Temps d’expérience à valider", reverse("time-to-validate"), why, "circle-check")


def _testimonies() -> list[Line]:
    found = selectors.needs_care(today=timezone.localdate())
    if not any(found.values()):
        return []
    why = f"Demandes de correction\u00a0: {found['corrections']}. Consentements à reprendre\u00a0: {found['consents']}."
    return [("Témoignages", reverse("wagtailsnippets_participation_testimony:list"), why, "quote")]
