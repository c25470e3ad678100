"""What this room gives to the places of lower rooms."""

from lilith.evidence import personal_data
from lilith.evidence.appraisals import personal_data as appraisals_personal_data
from lilith.evidence.rights import slots as rights_slots


def register() -> None:
    personal_data.register()
    appraisals_personal_data.register()
    rights_slots.register()
