"""The table of permissions, written into Wagtail's groups, and permissions. Running it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)
from wagtail.snippets.models import get_snippet_models

from lilith.accounts.enums import Role, Verb
from lilith.accounts.models import User
from lilith.accounts.permissions import TABLE, allows
from lilith.foundation.models import PublicRecord

# What Wagtail's own migrations make, and what stands in its place.
WAGTAIL_GROUPS = ("Moderators", "Editors")

PAGE_CODENAMES = {
    Verb.EDIT_CONTENT: ("add_page", "change_page"),
    Verb.PUBLISH_CONTENT: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
# On files: adding gives also the right to change what one added oneself.
FILE_ACTIONS = {Verb.EDIT_CONTENT: ("add", "choose"), Verb.PUBLISH_CONTENT: ("add", "change", "choose")}
# Wagtail keeps the permissions of the site's own image and document models on its models.
FILE_TYPES = (("wagtailimages", "image"), ("wagtaildocs", "document"))
RECORD_ACTIONS = ("add", "change", "delete", "view")
REDIRECTS = ("wagtailredirects", "redirect")


def group_name(role: Role) -> str:
    """The name of the Wagtail group of a role: « Rédaction »."""
    return str(role.label).capitalize()


def back_office_roles() -> list[Role]:
    """Roles with a group. The administration has none: it is a superuser, whom no one else can edit."""
    return [role for role in TABLE if role != Role.ADMIN and allows(role, Verb.OPEN_BACK_OFFICE)]


@transaction.atomic
def sync_groups() -> list[str]:
    """Write groups, permissions and everyone's memberships from the table; returns what changed, in words."""
    changes: list[str] = []
    for role in back_office_roles():
        group, made = Group.objects.get_or_create(name=group_name(role))
        changes += [f"groupe {group.name} créé"] if made else []
        changes += _sync_model_permissions(group, role)
        changes += _sync_page_permissions(group, role)
        changes += _sync_file_permissions(group, role)
    removed = Group.objects.filter(name__in=WAGTAIL_GROUPS)
    changes += [f"groupe {name} retiré" for name in removed.values_list("name", flat=True)]
    removed.delete()
    for user in User.objects.prefetch_related("roles", "groups"):
        changes += [f"groupes de {user} mis à jour"] if sync_memberships(user=user) else []
    return changes


@transaction.atomic
def sync_memberships(*, user: User) -> bool:
    """Put `user` in the groups of their roles, and set the two flags that Django reads; True when something changed."""
    roles = {grant.role for grant in user.roles.all()}
    names = {group_name(role): role for role in back_office_roles()}
    wanted = {name for name, role in names.items() if role in roles}
    present = {group.name for group in user.groups.all() if group.name in names}
    changed = wanted != present
    if changed:
        user.groups.remove(*Group.objects.filter(name__in=present - wanted))
        user.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in sorted(wanted - present)))
    flags = {
        "is_superuser": Role.ADMIN in roles,
        "is_staff": any(allows(role, Verb.OPEN_BACK_OFFICE) for role in roles),
    }
    if any(getattr(user, name) != value for name, value in flags.items()):
        for name, value in flags.items():
            setattr(user, name, value)
        user.save(update_fields=[*flags])
        changed = True
    return changed


def edited_with(model: type) -> Verb:
    """The verb that changes the rows of a record type. A record has no draft, so changing one is publishing it, unless its
    type says otherwise with `edited_with`."""
    return Verb(getattr(model, "edited_with", Verb.PUBLISH_CONTENT))


def may_edit(role: Role, model: type) -> bool:
    """True when `role` changes the rows of a record type: the rooms above say it with `edited_by`, roles of their own table."""
    roles = getattr(model, "edited_by", None)
    return role in roles if roles is not None else allows(role, edited_with(model))


def _record_models() -> Iterable[type]:
    snippets = set(get_snippet_models())
    return [
        model
        for model in apps.get_models()
        if model in snippets or issubclass(model, PublicRecord) or hasattr(model, "edited_with")
    ]


def _sync_model_permissions(group: Group, role: Role) -> list[str]:
    wanted: set[int] = set(
        Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin").values_list("pk", flat=True)
    )
    for model in _record_models():
        actions = RECORD_ACTIONS if may_edit(role, model) else ("view",)
        wanted |= _permission_ids(ContentType.objects.get_for_model(model), actions)
    if allows(role, Verb.PUBLISH_CONTENT):
        wanted |= _permission_ids(ContentType.objects.get_by_natural_key(*REDIRECTS), RECORD_ACTIONS)
    present = set(group.permissions.values_list("pk", flat=True))
    if wanted == present:
        return []
    group.permissions.set(wanted)
    return [f"permissions de {group.name}"]


def _permission_ids(content_type: ContentType, actions: Iterable[str]) -> set[int]:
    codenames = [f"{action}_{content_type.model}" for action in actions]
    return set(Permission.objects.filter(content_type=content_type, codename__in=codenames).values_list("pk", flat=True))


def _sync_page_permissions(group: Group, role: Role) -> list[str]:
    root = Page.get_first_root_node()
    if root is None:
        return []
    codenames = {name for verb, names in PAGE_CODENAMES.items() if allows(role, verb) for name in names}
    page_type = ContentType.objects.get_by_natural_key("wagtailcore", "page")
    wanted = set(Permission.objects.filter(content_type=page_type, codename__in=codenames).values_list("pk", flat=True))
    rows = GroupPagePermission.objects.filter(group=group)
    present = {(row.page_id, row.permission_id): row for row in rows}
    expected = {(root.pk, permission) for permission in wanted}
    if expected == set(present):
        return []
    rows.exclude(page=root, permission__in=wanted).delete()
    for page_id, permission_id in expected - set(present):
        GroupPagePermission.objects.create(group=group, page_id=page_id, permission_id=permission_id)
    return [f"droits de {group.name} sur les pages"]


def _sync_file_permissions(group: Group, role: Role) -> list[str]:
    root = Collection.get_first_root_node()
    if root is None:
        return []
    wanted: set[int] = set()
    actions = {action for verb, names in FILE_ACTIONS.items() if allows(role, verb) for action in names}
    for key in FILE_TYPES:
        wanted |= _permission_ids(ContentType.objects.get_by_natural_key(*key), actions)
    rows = GroupCollectionPermission.objects.filter(group=group)
    present = {(row.collection_id, row.permission_id) for row in rows}
    expected = {(root.pk, permission) for permission in wanted}
    if expected == present:
        return []
    rows.exclude(collection=root, permission__in=wanted).delete()
    for collection_id, permission_id in expected - present:
        GroupCollectionPermission.objects.create(group=group, collection_id=collection_id, permission_id=permission_id)
    return [f"droits de {group.name} sur les fichiers"]
