"""Verbs of committees, interests and appraisals. Each says why it refuses (`appraisals.errors`), and then wrote nothing."""

from lilith.evidence.appraisals.services.committees import close_committee, create_committee, end_seat, seat_member
from lilith.evidence.appraisals.services.deliberation import (
    accept_settlement,
    add_minority_opinion,
    answer_as_owner,
    current_opinions,
    give_opinion,
    overrule,
    write_settlement,
)
from lilith.evidence.appraisals.services.interests import declare_interest, withdraw_interest
from lilith.evidence.appraisals.services.process import (
    ask_to_complete,
    assign_reader,
    close_appraisal,
    open_appraisal,
    reopen_readings,
    resume,
)
from lilith.evidence.appraisals.services.publication import collected, missing_for_publication, publish_appraisal
from lilith.evidence.appraisals.services.readings import cell_name, save_reading

__all__ = [
    "accept_settlement",
    "add_minority_opinion",
    "answer_as_owner",
    "ask_to_complete",
    "assign_reader",
    "cell_name",
    "close_appraisal",
    "close_committee",
    "collected",
    "create_committee",
    "current_opinions",
    "declare_interest",
    "end_seat",
    "give_opinion",
    "missing_for_publication",
    "open_appraisal",
    "overrule",
    "publish_appraisal",
    "reopen_readings",
    "resume",
    "save_reading",
    "seat_member",
    "withdraw_interest",
    "write_settlement",
]
