"""What this room gives to the places of lower rooms."""

from lilith.foundation.slots import PersonalData, register_personal_data


def register() -> None:
    register_personal_data(
        PersonalData(
            model="accounts.User",
            export=lambda user: [{"email": user.email, "display_name": user.display_name, "date_joined": user.date_joined}],
            erase=lambda user: 0,
        )
    )
