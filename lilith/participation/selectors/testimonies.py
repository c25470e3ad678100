"""Which testimonies may be read, and where each consent stands on one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from lilith.library.models import Video
from lilith.participation.enums import ConsentKind, ConsentState
from lilith.participation.models import Consent, CorrectionRequest, Testimony


@dataclass(frozen=True)
class Standing:
    """Where the consent of a testimony stands: its state, and the last line of its history (None: there is none)."""

    testimony: Testimony
    state: ConsentState
    last: Consent | None

    @property
    def words(self) -> str:
        """« consentement valable jusqu’au 22 novembre 2028 », « consentement à renouveler »…"""
        return str(self.state.label)


@dataclass(frozen=True)
class ShownTestimony:
    """A testimony as a page shows it. `day` is when the person agreed to this text first, `until` the last day of the consent."""

    title: str
    role: str
    voice: str
    html: str
    content_note: str
    place: str
    day: date
    until: date
    video: Video | None


def state_on(*, lines: Sequence[Consent], digest: str, today: date) -> ConsentState:
    """The state of a consent from its lines (oldest first), the digest of the text as it is now, and the day."""
    if not lines:
        return ConsentState.NONE
    last = lines[-1]
    if last.kind == ConsentKind.WITHDRAWN or last.valid_until is None:
        return ConsentState.WITHDRAWN
    if last.valid_until < today:
        return ConsentState.TO_RENEW
    if last.text_digest != digest:
        return ConsentState.TEXT_CHANGED
    return ConsentState.ALIVE if last.on_site else ConsentState.NOT_ON_SITE


def rows_of_consent(*, testimony: Testimony) -> list[Consent]:
    """The history of a consent, oldest line first."""
    return list(testimony.consents.select_related("recorded_by").order_by("number"))


def standing(*, testimony: Testimony, today: date) -> Standing:
    """Where the consent of one testimony stands. One query."""
    return _standing(testimony, list(testimony.consents.order_by("number")), today)


def _standing(testimony: Testimony, lines: Sequence[Consent], today: date) -> Standing:
    state = state_on(lines=lines, digest=testimony.digest, today=today)
    return Standing(testimony, state, lines[-1] if lines else None)


def _with_lines(testimonies: QuerySet[Testimony]) -> QuerySet[Testimony]:
    lines = Prefetch("consents", Consent.objects.order_by("number"), to_attr="lines")
    return testimonies.select_related("video", "departement").prefetch_related(lines)


def standings(*, testimonies: QuerySet[Testimony], today: date) -> list[Standing]:
    """Where the consents of several testimonies stand. Two queries."""
    return [_standing(testimony, testimony.lines, today) for testimony in _with_lines(testimonies)]  # type: ignore[attr-defined]


def shown(*, testimonies: QuerySet[Testimony], today: date) -> list[ShownTestimony]:
    """Those that a public page may show today, the latest first; those of the demonstration never are.

    `live` only makes the query short: the consent and the text are looked at each time. One query when there is none, else two.
    """
    found = [
        _shown(place)
        for place in standings(testimonies=testimonies.filter(live=True, wanted=True, is_demo=False), today=today)
        if place.state == ConsentState.ALIVE
    ]
    return sorted(found, key=lambda one: (one.day, one.title), reverse=True)


def _shown(place: Standing) -> ShownTestimony:
    testimony = place.testimony
    agreed = [line for line in testimony.lines if line.text_digest == testimony.digest]  # type: ignore[attr-defined]
    return ShownTestimony(
        title=testimony.title,
        role=testimony.role,
        voice=str(testimony.get_voice_display()),
        html=testimony.text,
        content_note=testimony.content_note,
        place=testimony.departement.name if testimony.departement else "",
        day=timezone.localdate(agreed[0].valid_at),
        until=agreed[-1].valid_until,
        video=testimony.video,
    )


def needs_care(*, today: date) -> dict[str, int]:
    """What waits for the people who keep testimonies: open correction requests, and consents that ended or lost their text."""
    found: Iterable[Standing] = standings(testimonies=Testimony.objects.filter(wanted=True), today=today)
    return {
        "corrections": CorrectionRequest.objects.filter(handled_at__isnull=True).count(),
        "consents": sum(1 for one in found if one.state in {ConsentState.TO_RENEW, ConsentState.TEXT_CHANGED}),
    }
