"""What can be done with questionnaires, sheets of paper and answers."""

from lilith.instruments.drafts import ItemDraft
from lilith.instruments.services.answers import record_answers, record_paper_answers, sheet_to_type
from lilith.instruments.services.comprehension import (
    FROZEN,
    close_test,
    create_test,
    delete_draft,
    follow_text,
    open_test,
    write_items,
)
from lilith.instruments.services.sheets import forget_demonstration_answers, print_sheets, withdraw_batch

__all__ = [
    "FROZEN",
    "ItemDraft",
    "close_test",
    "create_test",
    "delete_draft",
    "follow_text",
    "forget_demonstration_answers",
    "open_test",
    "print_sheets",
    "record_answers",
    "record_paper_answers",
    "sheet_to_type",
    "withdraw_batch",
    "write_items",
]
