"""What other rooms may ask about appraisals and committees."""

from lilith.evidence.appraisals.selectors import (
    AppraisalRecord,
    QueueGroup,
    WaitingAppraisal,
    public_committees,
    public_queue,
    public_record,
    queue_place,
    waiting_for,
)

__all__ = [
    "AppraisalRecord",
    "QueueGroup",
    "WaitingAppraisal",
    "public_committees",
    "public_queue",
    "public_record",
    "queue_place",
    "waiting_for",
]
