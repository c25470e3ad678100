"""Testimonies with their consents; the ledger of paid time."""

from lilith.participation.models.testimonies import Consent, ConsentContact, CorrectionRequest, Testimony
from lilith.participation.models.time import Rate, TimeEntry, TimeEntryChange

__all__ = ["Consent", "ConsentContact", "CorrectionRequest", "Rate", "Testimony", "TimeEntry", "TimeEntryChange"]
