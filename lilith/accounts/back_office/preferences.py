"""What an editor may set about the back office itself; name, address and password are on the account page."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel


class PreferencesView(AccountView):
    def get_panels(self) -> list[Any]:
        # Wagtail's panel edits a first and a last name, which accounts here do not have.
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
