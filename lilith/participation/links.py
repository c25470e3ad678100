"""Links of mails through which a person speaks about their testimony. A link shows; only a button of its page acts.

A link is signed, ends `settings.LILITH["CONSENT_LINK_DAYS"]` days after it was made, and carries the rank of the last line of the
consent when it was made: it has served as soon as there is another line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SALT = "lilith.participation.consent"
# No token of ours is longer.
LONGEST = 400


class BadLinkError(Exception):
    """The link was not made here, or was cut."""


class EndedLinkError(Exception):
    """The link is too old."""


@dataclass(frozen=True)
class Link:
    """What a link says: of which testimony, and after which line of its consent it was made."""

    testimony: UUID
    number: int


def make(*, testimony: UUID, number: int, now: datetime) -> str:
    """The address, on this site, of the page of a testimony."""
    token = Signer(salt=_SALT).sign_object([testimony.hex, number, int(now.timestamp())])
    return reverse("consent", args=[token])


def read(token: str, *, now: datetime) -> Link:
    """What a token says. Raises BadLinkError for one that is not ours, EndedLinkError for one that is too old."""
    if len(token) > LONGEST:
        raise BadLinkError
    try:
        testimony, number, made_at = Signer(salt=_SALT).unsign_object(token)
        link = Link(UUID(testimony), int(number))
    except (BadSignature, ValueError, TypeError, UnicodeError) as error:
        raise BadLinkError from error
    if now.timestamp() - made_at > timedelta(days=settings.LILITH["CONSENT_LINK_DAYS"]).total_seconds():
        raise EndedLinkError
    return link
