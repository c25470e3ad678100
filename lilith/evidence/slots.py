"""What this room gives to the places of lower rooms."""

from lilith.evidence import personal_data
from lilith.evidence.appraisals import slots as appraisals_slots
from lilith.evidence.models import Dossier
from lilith.evidence.rights import slots as rights_slots
from lilith.foundation import slots


def register() -> None:
    personal_data.register()
    slots.register_prose_fields(slots.ProseFields(model=Dossier, levels={"not_known": 3}, unknown=frozenset({"not_known"})))
    appraisals_slots.register()
    rights_slots.register()
