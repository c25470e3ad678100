"""What this room gives to the places of lower rooms."""

from lilith.practices import mentions


def register() -> None:
    mentions.register()
