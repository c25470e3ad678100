"""What can be done with testimonies, consents and paid time."""

from lilith.participation.services.asking import ask_again, send_link, send_links_to
from lilith.participation.services.consents import answer, ask_correction, follow, handle_correction, record_consent, withdraw
from lilith.participation.services.demonstration import forget_demonstration, load_demonstration
from lilith.participation.services.time import amount_of, cancel, correct, declare, pay, refuse, validate

__all__ = [
    "amount_of",
    "answer",
    "ask_again",
    "ask_correction",
    "cancel",
    "correct",
    "declare",
    "follow",
    "forget_demonstration",
    "handle_correction",
    "load_demonstration",
    "pay",
    "record_consent",
    "refuse",
    "send_link",
    "send_links_to",
    "validate",
    "withdraw",
]
