"""Questions about testimonies and paid time."""

from lilith.participation.permissions import can, verbs_of
from lilith.participation.selectors.testimonies import (
    ShownTestimony,
    Standing,
    needs_care,
    rows_of_consent,
    shown,
    standing,
    standings,
    state_on,
)
from lilith.participation.selectors.time import (
    WAITING,
    Statement,
    YearTotal,
    counts_of_others,
    entries_of,
    ledger,
    people,
    rate_on,
    statement,
    to_pay,
    to_validate,
    yearly_totals,
)

__all__ = [
    "WAITING",
    "ShownTestimony",
    "Standing",
    "Statement",
    "YearTotal",
    "can",
    "counts_of_others",
    "entries_of",
    "ledger",
    "needs_care",
    "people",
    "rate_on",
    "rows_of_consent",
    "shown",
    "standing",
    "standings",
    "state_on",
    "statement",
    "to_pay",
    "to_validate",
    "verbs_of",
    "yearly_totals",
]
