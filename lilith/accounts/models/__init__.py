"""Tables of this room."""

from lilith.accounts.models.organisations import JoinRequest, Membership, Organisation, OrganisationInvitation
from lilith.accounts.models.people import RoleGrant, User, UserManager

__all__ = ["JoinRequest", "Membership", "Organisation", "OrganisationInvitation", "RoleGrant", "User", "UserManager"]
