"""How each table of this room and of the libraries that points to a person is exported and erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Model, Q
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from lilith.accounts.models import JoinRequest, RoleGrant, User
from lilith.foundation.slots import PersonalData, register_personal_data

ERASED_NAME = "Compte effacé"
# A reserved name: no mail ever leaves for it.
ERASED_DOMAIN = "efface.invalid"

# Tables whose rows are the person's own and go with them: (model, field that points to the person, fields exported).
GOES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("wagtailadmin.EditingSession", "user", ("last_seen_at",)),
    ("wagtailadmin.FormState", "user", ()),
    ("wagtailcore.UploadedFile", "uploaded_by_user", ()),
    ("wagtailcore.PageSubscription", "user", ("page", "comment_notifications")),
    ("socialaccount.SocialAccount", "user", ("provider", "uid", "date_joined", "last_login")),
    ("mfa.Authenticator", "user", ("type", "created_at", "last_used_at")),
    ("accounts.Membership", "user", ("organisation__name", "role", "since", "until", "recorded_at")),
)
# Tables whose rows belong to the site: the text stays, the account they point to has no name any more.
STAYS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("foundation.LilithImage", ("uploaded_by_user",), ("title", "created_at")),
    ("foundation.LilithDocument", ("uploaded_by_user",), ("title", "created_at")),
    ("wagtaildocs.Document", ("uploaded_by_user",), ("title", "created_at")),
    ("wagtailimages.Image", ("uploaded_by_user",), ("title", "created_at")),
    ("wagtailcore.Revision", ("user",), ("object_str", "created_at")),
    ("wagtailcore.WorkflowState", ("requested_by",), ("created_at", "status")),
    ("wagtailcore.TaskState", ("finished_by",), ("finished_at", "status", "comment")),
    ("wagtailcore.Page", ("owner", "locked_by"), ("title", "first_published_at")),
    ("wagtailcore.PageLogEntry", ("user",), ("timestamp", "action", "label")),
    ("wagtailcore.ModelLogEntry", ("user",), ("timestamp", "action", "label")),
    ("wagtailcore.Comment", ("user", "resolved_by"), ("text", "created_at")),
    ("wagtailcore.CommentReply", ("user",), ("text", "created_at")),
    ("accounts.OrganisationInvitation", ("made_by",), ("organisation__name", "role", "made_at", "places", "used")),
)


def register() -> None:
    """Tell foundation; called once, when the site starts."""
    register_personal_data(PersonalData(User._meta.label, _export_user, _erase_user))
    register_personal_data(PersonalData(RoleGrant._meta.label, _export_roles, _delete_of(RoleGrant, "user")))
    register_personal_data(PersonalData(EmailAddress._meta.label, _export_addresses, _delete_of(EmailAddress, "user")))
    register_personal_data(PersonalData(UserProfile._meta.label, _export_profile, _erase_profile))
    register_personal_data(PersonalData(Session._meta.label, _export_sessions, _erase_sessions))
    register_personal_data(PersonalData(JoinRequest._meta.label, _export_requests, _erase_requests))
    for label, field, columns in GOES:
        model = apps.get_model(label)
        register_personal_data(PersonalData(label, _export_of(model, (field,), columns), _delete_of(model, field)))
    for label, fields, columns in STAYS:
        model = apps.get_model(label)
        erase = _erase_log if model is ModelLogEntry else _nothing
        register_personal_data(PersonalData(label, _export_of(model, fields, columns), erase))


def _rows(model: type[Model], fields: Iterable[str], user: User) -> Any:
    condition = Q()
    for field in fields:
        condition |= Q(**{field: user.pk})
    return model._default_manager.filter(condition).order_by("pk")


def _export_of(model: type[Model], fields: tuple[str, ...], columns: tuple[str, ...]) -> Callable[[Any], list[dict[str, Any]]]:
    return lambda user: list(_rows(model, fields, user).values("pk", *columns))


def _delete_of(model: type[Model], field: str) -> Callable[[Any], int]:
    return lambda user: int(_rows(model, (field,), user).delete()[0])


def _nothing(user: User) -> int:
    return 0


# The account


def _export_user(user: User) -> list[dict[str, Any]]:
    return [
        {
            "email": user.email,
            "display_name": user.display_name,
            "date_joined": user.date_joined,
            "last_login": user.last_login,
            "is_active": user.is_active,
            "inactivity_warned_at": user.inactivity_warned_at,
            "groups": [group.name for group in user.groups.all()],
        }
    ]


def _erase_user(user: User) -> int:
    user.groups.clear()
    user.user_permissions.clear()
    user.email = f"{user.pk}@{ERASED_DOMAIN}"
    user.display_name = ERASED_NAME
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = user.inactivity_warned_at = None
    user.set_unusable_password()
    user.save()
    return 1


def _export_roles(user: User) -> list[dict[str, Any]]:
    grants = user.roles.select_related("region", "departement").order_by("pk")
    return [
        {
            "role": str(grant.get_role_display()),
            "region": str(grant.region or ""),
            "departement": str(grant.departement or ""),
            "granted_at": grant.granted_at,
        }
        for grant in grants
    ]


def _export_addresses(user: User) -> list[dict[str, Any]]:
    return list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary"))


def _export_requests(user: User) -> list[dict[str, Any]]:
    columns = ("organisation__name", "kind", "words", "state", "made_at", "decided_at", "reason")
    own = list(JoinRequest.objects.filter(user=user).order_by("pk").values(*columns))
    # What the person answered to others, without the words of those others.
    answered = JoinRequest.objects.filter(decided_by=user).order_by("pk")
    return own + list(answered.values("organisation__name", "kind", "state", "decided_at", "reason"))


def _erase_requests(user: User) -> int:
    return int(JoinRequest.objects.filter(user=user).delete()[0])


def _export_profile(user: User) -> list[dict[str, Any]]:
    columns = ("submitted_notifications", "approved_notifications", "rejected_notifications", "avatar", "theme", "density")
    return list(UserProfile.objects.filter(user=user).values(*columns))


def _erase_profile(user: User) -> int:
    count = 0
    for profile in UserProfile.objects.filter(user=user):
        if profile.avatar:
            profile.avatar.delete(save=False)
        profile.delete()
        count += 1
    return count


# Sessions hold the account inside their data, not as a key.


def _sessions_of(user: User) -> list[Session]:
    return [row for row in Session.objects.iterator() if str(row.get_decoded().get("_auth_user_id", "")) == str(user.pk)]


def _export_sessions(user: User) -> list[dict[str, Any]]:
    return [{"expires": row.expire_date} for row in _sessions_of(user)]


def _erase_sessions(user: User) -> int:
    keys = [row.session_key for row in _sessions_of(user)]
    return int(Session.objects.filter(session_key__in=keys).delete()[0])


# The journal names the accounts that were changed, as well as those that changed something.


def _erase_log(user: User) -> int:
    about = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    return int(about.update(label=ERASED_NAME, data={}))
