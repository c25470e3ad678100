"""Questions about committees, interests and appraisals: what someone may see, what waits for them, what is public."""

from lilith.evidence.appraisals.selectors.public import (
    AppraisalRecord,
    QueueGroup,
    interest_words,
    public_committees,
    public_queue,
    public_record,
    queue_place,
)
from lilith.evidence.appraisals.selectors.viewing import (
    AppraisalView,
    appraisal_view,
    appraisals_of,
    candidates,
    committees_of,
    judged_lines,
    judgments_for,
    reading_of,
    with_since,
)
from lilith.evidence.appraisals.selectors.waiting import WaitingAppraisal, waiting_for

__all__ = [
    "AppraisalRecord",
    "AppraisalView",
    "QueueGroup",
    "WaitingAppraisal",
    "appraisal_view",
    "appraisals_of",
    "candidates",
    "committees_of",
    "interest_words",
    "judged_lines",
    "judgments_for",
    "public_committees",
    "public_queue",
    "public_record",
    "queue_place",
    "reading_of",
    "waiting_for",
    "with_since",
]
