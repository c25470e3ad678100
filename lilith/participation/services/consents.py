"""The life of a consent: given, renewed, withdrawn. Each act adds a line; two acts at once cannot both be the next one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from functools import partial
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lilith.foundation import changes
from lilith.foundation.models import OutgoingMail
from lilith.library.models import Video
from lilith.participation.enums import ConsentHow, ConsentKind, ConsentState
from lilith.participation.models import Consent, ConsentContact, CorrectionRequest, Testimony
from lilith.participation.models.testimonies import USES
from lilith.participation.selectors import standing

WITHDRAWN_TITLE = "Témoignage retiré"
MOVED = "Une autre réponse est arrivée entre-temps. Regardez l’état, puis recommencez si besoin."
NEW_TEXT = "Le texte a changé pendant que vous lisiez. Relisez-le, puis répondez."
NO_USE = "Choisissez au moins un usage. Pour n’en garder aucun, retirez votre témoignage."


def mail_key(testimony: Testimony, *rest: object) -> str:
    """The key of a mail about a testimony: all those of one testimony begin alike."""
    return ":".join(["consent", testimony.uuid.hex, *(str(part) for part in rest)])


@transaction.atomic
def follow(*, testimony: Testimony, today: date) -> bool:
    """Put a testimony on the site, or take it off, as its consent says on that day; returns whether it is public.

    The page cache and search hear of it when the transaction under way is committed.
    """
    live = testimony.wanted and standing(testimony=testimony, today=today).state == ConsentState.ALIVE
    if Testimony.objects.filter(pk=testimony.pk).exclude(live=live).update(live=live):
        testimony.live = live
        changes.tell(testimony)
    return live


@transaction.atomic
def record_consent(
    *,
    testimony: Testimony,
    uses: Collection[str],
    said_on: date,
    how: ConsentHow,
    by: Any,
    now: datetime,
    email: str = "",
    filed_under: str = "",
) -> Consent:
    """Note that a person agreed, on paper or by mail, to the text as it is now, for `uses` (names in `USES`).

    It lasts `settings.LILITH["CONSENT_MONTHS"]` months from that day. Raises ValidationError, having written nothing.
    """
    today = timezone.localdate(now)
    testimony = Testimony.objects.select_for_update().get(pk=testimony.pk)
    if not testimony.words:
        raise ValidationError("Écrivez d’abord le texte\u00a0: la personne est d’accord avec un texte précis.")
    if said_on > today:
        raise ValidationError({"said_on": "Cette date est dans le futur."})
    if _end(said_on) < today:
        raise ValidationError(
            {"said_on": "Cet accord est déjà fini\u00a0: demandez à la personne si elle est toujours d’accord."}
        )
    line = _add(
        testimony,
        kind=ConsentKind.RENEWED if _agreed_before(testimony) else ConsentKind.GIVEN,
        uses=uses,
        how=how,
        valid_until=_end(said_on),
        valid_at=now if said_on == today else timezone.make_aware(datetime.combine(said_on, time(12))),
        now=now,
        by=by,
        filed_under=filed_under,
    )
    if email:
        contact = ConsentContact.objects.filter(testimony=testimony).first() or ConsentContact(testimony=testimony)
        contact.email = email
        contact.full_clean()
        contact.save()
    return line


@transaction.atomic
def answer(*, testimony: Testimony, number: int, digest: str, uses: Collection[str], now: datetime) -> Consent:
    """Note that a person says yes again by the link of a mail: to the text with this digest, for `uses`, from today on.

    `number` is the last line that they saw. Raises ValidationError when the text or the consent changed meanwhile.
    """
    testimony = Testimony.objects.select_for_update().get(pk=testimony.pk)
    _still(testimony, number)
    if digest != testimony.digest:
        raise ValidationError(NEW_TEXT, code="stale")
    return _add(
        testimony,
        kind=ConsentKind.RENEWED,
        uses=uses,
        how=ConsentHow.LINK,
        valid_until=_end(timezone.localdate(now)),
        valid_at=now,
        now=now,
    )


@transaction.atomic
def withdraw(*, testimony: Testimony, how: ConsentHow, now: datetime, by: Any = None) -> None:
    """End a consent for good: the testimony leaves the site, its words, its film and the address of the person are erased.

    Nothing but the history of the consent stays. Doing it twice changes nothing.
    """
    testimony = Testimony.objects.select_for_update().get(pk=testimony.pk)
    last = testimony.consents.order_by("-number").first()
    if last is not None and last.kind == ConsentKind.WITHDRAWN:
        return
    line = Consent(
        testimony=testimony,
        number=last.number + 1 if last else 1,
        kind=ConsentKind.WITHDRAWN,
        text_digest=testimony.digest,
        how=how,
        valid_at=now,
        recorded_at=now,
        recorded_by=by,
    )
    line.full_clean()
    line.save()
    _erase_words(testimony)


def _erase_words(testimony: Testimony) -> None:
    film = testimony.video
    testimony.title = WITHDRAWN_TITLE
    testimony.content_note = ""
    setattr(testimony, "text", "")  # noqa: B010
    testimony.slug = f"retire-{testimony.uuid.hex}"
    testimony.departement = testimony.video = None
    testimony.live = testimony.wanted = False
    testimony.next_review_on = None
    testimony.version += 1
    testimony.full_clean()
    testimony.save()
    ConsentContact.objects.filter(testimony=testimony).delete()
    testimony.corrections.all().delete()
    OutgoingMail.objects.filter(key__startswith=mail_key(testimony)).delete()
    journal = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Testimony), object_id=str(testimony.pk)
    )
    journal.update(label=WITHDRAWN_TITLE, data={})
    if film is not None and not film.testimonies.exists():
        _erase_film(film)


def _erase_film(film: Video) -> None:
    """Only this testimony showed it: the film goes with it, files included."""
    files = [(file.storage, str(file.name)) for file in [film.file, *(track.file for track in film.tracks.all())] if file]
    film.delete()
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name), robust=True)


@transaction.atomic
def ask_correction(*, testimony: Testimony, number: int, text: str, now: datetime) -> CorrectionRequest:
    """Note what a person would like to change; the text stays as it is until the editors have answered."""
    testimony = Testimony.objects.select_for_update().get(pk=testimony.pk)
    _still(testimony, number)
    request = CorrectionRequest(testimony=testimony, text=text.strip(), asked_at=now)
    request.full_clean()
    request.save()
    return request


@transaction.atomic
def handle_correction(*, request: CorrectionRequest, now: datetime) -> None:
    """Note that the editors have answered a request. Doing it twice keeps the first date."""
    CorrectionRequest.objects.filter(pk=request.pk, handled_at__isnull=True).update(handled_at=now)


def _add(
    testimony: Testimony,
    *,
    kind: ConsentKind,
    uses: Collection[str],
    how: ConsentHow,
    valid_until: date,
    valid_at: datetime,
    now: datetime,
    by: Any = None,
    filed_under: str = "",
) -> Consent:
    if not set(uses) & set(USES):
        raise ValidationError({"uses": NO_USE})
    digest = testimony.digest
    if testimony.consents.filter(kind=ConsentKind.WITHDRAWN, text_digest=digest).exists():
        raise ValidationError("La personne a retiré ce texte. Ce retrait est définitif.")
    last = testimony.consents.order_by("-number").first()
    line = Consent(
        testimony=testimony,
        number=last.number + 1 if last else 1,
        kind=kind,
        text_digest=digest,
        how=how,
        filed_under=filed_under.strip(),
        valid_until=valid_until,
        valid_at=valid_at,
        recorded_at=now,
        recorded_by=by,
        **{name: name in uses for name in USES},
    )
    line.full_clean()
    line.save()
    testimony.corrections.filter(handled_at__isnull=True).update(handled_at=now)
    Testimony.objects.filter(pk=testimony.pk).update(next_review_on=valid_until)
    testimony.next_review_on = valid_until
    follow(testimony=testimony, today=timezone.localdate(now))
    # Dates and uses are public even when the state is the same.
    changes.tell(testimony)
    return line


def _still(testimony: Testimony, number: int) -> None:
    """Refuse an answer to a consent that is withdrawn, or has moved since the person saw it."""
    last = testimony.consents.order_by("-number").first()
    if last is None or last.kind == ConsentKind.WITHDRAWN or last.number != number:
        raise ValidationError(MOVED, code="stale")


def _agreed_before(testimony: Testimony) -> bool:
    last = testimony.consents.order_by("-number").first()
    return last is not None and last.kind != ConsentKind.WITHDRAWN


def _end(said_on: date) -> date:
    return said_on + relativedelta(months=settings.LILITH["CONSENT_MONTHS"])
