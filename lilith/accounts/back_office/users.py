"""The accounts, as the administration sees and edits them in the back office."""

from __future__ import annotations

from typing import Any

from wagtail.users.views.users import UserViewSet as WagtailUserViewSet


class UserViewSet(WagtailUserViewSet):
    pass
