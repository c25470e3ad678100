"""The table of permissions, written into Wagtail's groups, and permissions. Running it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
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

# (application, code name) → permission.
Known = dict[tuple[str, str], int]

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
    known = _known_permissions()
    page_root, file_root = Page.get_first_root_node(), Collection.get_first_root_node()
    for role in back_office_roles():
        group, made = Group.objects.get_or_create(name=group_name(role))
        changes += [f"groupe {group.name} créé"] if made else []
        changes += _sync_model_permissions(group, role, known)
        changes += _sync_page_permissions(group, role, known, page_root) if page_root else []
        changes += _sync_file_permissions(group, role, known, file_root) if file_root else []
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


def _record_models() -> Iterable[type[models.Model]]:
    snippets = set(get_snippet_models())
    return [
        model
        for model in apps.get_models()
        if model in snippets or issubclass(model, PublicRecord) or hasattr(model, "edited_with")
    ]


def _known_permissions() -> Known:
    """Every permission of the site by application and code name, read once."""
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {(label, codename): pk for label, codename, pk in rows}


def _sync_model_permissions(group: Group, role: Role, known: Known) -> list[str]:
    wanted = _ids(known, "wagtailadmin", ("access_admin",))
    for model in _record_models():
        actions = RECORD_ACTIONS if may_edit(role, model) else ("view",)
        wanted |= _ids(known, model._meta.app_label, _codenames(actions, model._meta.model_name or ""))
    if allows(role, Verb.PUBLISH_CONTENT):
        label, name = REDIRECTS
        wanted |= _ids(known, label, _codenames(RECORD_ACTIONS, name))
    present = set(group.permissions.values_list("pk", flat=True))
    if wanted == present:
        return []
    group.permissions.set(wanted)
    return [f"permissions de {group.name}"]


def _codenames(actions: Iterable[str], model_name: str) -> list[str]:
    return [f"{action}_{model_name}" for action in actions]


def _ids(known: Known, label: str, codenames: Iterable[str]) -> set[int]:
    return {known[label, codename] for codename in codenames if (label, codename) in known}


def _sync_page_permissions(group: Group, role: Role, known: Known, root: Page) -> list[str]:
    codenames = {name for verb, names in PAGE_CODENAMES.items() if allows(role, verb) for name in names}
    wanted = _ids(known, "wagtailcore", codenames)
    rows = GroupPagePermission.objects.filter(group=group)
    present = {(row.page_id, row.permission_id): row for row in rows}
    expected = {(root.pk, permission) for permission in wanted}
    if expected == set(present):
        return []
    rows.exclude(page=root, permission__in=wanted).delete()
    for page_id, permission_id in expected - set(present):
        GroupPagePermission.objects.create(group=group, page_id=page_id, permission_id=permission_id)
    return [f"droits de {group.name} sur les pages"]


def _sync_file_permissions(group: Group, role: Role, known: Known, root: Collection) -> list[str]:
    actions = {action for verb, names in FILE_ACTIONS.items() if allows(role, verb) for action in names}
    wanted = {pk for label, name in FILE_TYPES for pk in _ids(known, label, _codenames(actions, name))}
    rows = GroupCollectionPermission.objects.filter(group=group)
    present = {(row.collection_id, row.permission_id) for row in rows}
    expected = {(root.pk, permission) for permission in wanted}
    if expected == present:
        return []
    rows.exclude(collection=root, permission__in=wanted).delete()
    for collection_id, permission_id in expected - present:
        GroupCollectionPermission.objects.create(group=group, collection_id=collection_id, permission_id=permission_id)
    return [f"droits de {group.name} sur les fichiers"]
