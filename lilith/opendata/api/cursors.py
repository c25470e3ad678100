"""The place where a page of a list ends, as a text that only this site can write."""

from __future__ import annotations

from django.core import signing

_SALT = "lilith.api.cursor"
_LONGEST = 400


class BadCursorError(ValueError):
    """The cursor was not given by this site, or was cut."""


def cursor_after(place: str) -> str:
    """The cursor of what comes after `place`."""
    return signing.dumps(place, salt=_SALT)


def place_of(cursor: str) -> str:
    """The place that a cursor holds. Raises BadCursorError."""
    try:
        place = signing.loads(cursor[:_LONGEST], salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise BadCursorError from error
    if not isinstance(place, str):
        raise BadCursorError
    return place
