"""Questions about people, what they may do, and the organisations they belong to."""

from lilith.accounts.permissions import can
from lilith.accounts.selectors.organisations import (
    can_in,
    claims_waiting,
    has_manager,
    invitations_of,
    managers_of,
    members_of,
    membership_of,
    organisations_named,
    organisations_of,
    request_waiting,
    requests_of,
    requests_waiting,
    waiting_for,
)
from lilith.accounts.selectors.people import (
    Waiting,
    administrators,
    is_last_administrator,
    role_words,
    roles_of,
    user_by_email,
)

__all__ = [
    "Waiting",
    "administrators",
    "can",
    "can_in",
    "claims_waiting",
    "has_manager",
    "invitations_of",
    "is_last_administrator",
    "managers_of",
    "members_of",
    "membership_of",
    "organisations_named",
    "organisations_of",
    "request_waiting",
    "requests_of",
    "requests_waiting",
    "role_words",
    "roles_of",
    "user_by_email",
    "waiting_for",
]
