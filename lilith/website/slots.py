"""What this room gives to the places of lower rooms."""


def register() -> None:
    pass
