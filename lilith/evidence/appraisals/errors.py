"""Why something is refused, in words for the person who asked. Nothing was written when one of these is raised."""

from __future__ import annotations

from collections.abc import Mapping


class AppraisalError(Exception):
    """Base of all: `str()` is the message; `status` the HTTP answer that goes with it."""

    status = 409


class NotAllowedError(AppraisalError):
    """This person may not do this: a role is missing, or an interest stands in the way."""

    status = 403


class StaleError(AppraisalError):
    """Someone changed it meanwhile."""


class WrongMomentError(AppraisalError):
    """The appraisal is not at this stage."""


class InvalidError(AppraisalError):
    """What was typed cannot be kept; `errors` gives the message of each field."""

    status = 400

    def __init__(self, message: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.errors: dict[str, str] = dict(errors or {})
