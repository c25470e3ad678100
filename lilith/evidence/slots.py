"""What this room gives to the places of lower rooms."""

from lilith.evidence import personal_data
from lilith.evidence.appraisals import slots as appraisals_slots
from lilith.evidence.rights import slots as rights_slots


def register() -> None:
    personal_data.register()
    appraisals_slots.register()
    rights_slots.register()
