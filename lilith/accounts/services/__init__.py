"""What can be done with accounts and roles."""

from lilith.accounts.services.life_cycle import LastAdministratorError, erase_person, export_person
from lilith.accounts.services.people import (
    Grant,
    change_address,
    create_account,
    create_administrator,
    grant_role,
    invite,
    rename,
    set_active,
    set_demonstration_account,
    set_password,
    set_roles,
)
from lilith.accounts.services.projection import sync_groups, sync_memberships

__all__ = [
    "Grant",
    "LastAdministratorError",
    "change_address",
    "create_account",
    "create_administrator",
    "erase_person",
    "export_person",
    "grant_role",
    "invite",
    "rename",
    "set_active",
    "set_demonstration_account",
    "set_password",
    "set_roles",
    "sync_groups",
    "sync_memberships",
]
