"""What this room gives to the places of lower rooms."""

from lilith.evidence import personal_data


def register() -> None:
    personal_data.register()
