"""The link of each mail through which one chooses what one receives, without signing in. It shows; only a button acts.

It is signed and does not end: who wants no more mail must always be able to say so.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SALT = "lilith.notifications.stop"
# No token of ours is longer.
LONGEST = 200
# In place of the code of a kind: the summaries.
SUMMARY = "summary"


class BadLinkError(Exception):
    """The link was not made here, or was cut."""


@dataclass(frozen=True)
class Link:
    """Of whom (primary key of the account), and of which kind of mail."""

    user: int
    kind: str


def make(*, user: int, kind: str) -> str:
    """The whole address of the page where the person chooses."""
    return settings.BASE_URL + reverse("mail_choice", args=[Signer(salt=_SALT).sign_object([user, kind])])


def read(token: str) -> Link:
    """What a token says. Raises BadLinkError for one that is not ours."""
    if len(token) > LONGEST:
        raise BadLinkError
    try:
        user, kind = Signer(salt=_SALT).unsign_object(token)
        return Link(int(user), str(kind))
    except (BadSignature, ValueError, TypeError, UnicodeError) as error:
        raise BadLinkError from error
