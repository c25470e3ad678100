"""Rules of the house that a machine can check, each time the site starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, register
from django.db.models import Field, Model
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from lilith.foundation import slots
from lilith.foundation.models import LilithPage, Provenance, PublicRecord
from lilith.foundation.review import public_models

# The types of the public API; an empty kind says that the records are no search result.
SEARCH_KINDS = {
    "practice", "theme", "publication", "term", "news", "event", "organisation", "page", "team", "training", "question",
    "territory",
}  # fmt: skip


@register
def check_public_models(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every page and record type says how it is searched and when it is read again."""
    return [error for model in public_models() for error in errors_of_public_model(model)]


@register
def check_page_templates(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every page type has the template that it names, and it can be read."""
    return [error for model in public_models() if issubclass(model, LilithPage) for error in errors_of_template(model)]


@register
def check_personal_data(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every table that points to a person says how its rows are exported and erased."""
    return errors_of_personal_data(models=apps.get_models(), known=set(slots.personal_data()))


def errors_of_public_model(model: type[Provenance]) -> list[CheckMessage]:
    """What a page or record type does not say of itself."""
    errors: list[CheckMessage] = []
    if not _declares(model, "search_kind"):
        errors.append(Error(f"{model._meta.label} must declare search_kind (empty: not a search result)", id="lilith.E001"))
    elif model.search_kind not in {"", *SEARCH_KINDS}:
        errors.append(Error(f"{model._meta.label}: {model.search_kind!r} is no kind of the public API", id="lilith.E002"))
    if model.review_kind not in settings.LILITH["REVIEW_MONTHS"]:
        errors.append(
            Error(f"{model._meta.label}: {model.review_kind!r} is no key of LILITH['REVIEW_MONTHS']", id="lilith.E003")
        )
    return errors


def errors_of_template(model: type[LilithPage]) -> list[CheckMessage]:
    """A template that is missing or cannot be read."""
    try:
        get_template(model.template)
    except TemplateDoesNotExist:
        return [Error(f"{model._meta.label}: no template {model.template}", id="lilith.E004")]
    except TemplateSyntaxError as error:
        return [Error(f"{model._meta.label}: {model.template}: {error}", id="lilith.E004")]
    return []


def errors_of_personal_data(*, models: Iterable[type[Model]], known: set[str]) -> list[CheckMessage]:
    """Tables that point to a person without saying what becomes of their rows, and words said of no table.

    The links between a person and their groups are the person's own row: `accounts.User` answers for them.
    """
    models = list(models)
    errors: list[CheckMessage] = [
        Error(
            f"{model._meta.label} points to a person: say how it is exported and erased (slots.register_personal_data)",
            id="lilith.E005",
        )
        for model in models
        if model._meta.label not in known and any(_points_to_a_person(field) for field in _own_fields(model))
    ]
    labels = {model._meta.label for model in models}
    errors += [
        Error(f"register_personal_data: there is no table {label}", id="lilith.E006") for label in sorted(known - labels)
    ]
    return errors


def _own_fields(model: type[Model]) -> list[Any]:
    return [*model._meta.local_fields, *model._meta.local_many_to_many]


def _points_to_a_person(field: Field) -> bool:
    related = field.remote_field.model if field.remote_field else None
    return related is not None and related is get_user_model()


def _declares(model: type, name: str) -> bool:
    own = model.__mro__[: model.__mro__.index(LilithPage if issubclass(model, LilithPage) else PublicRecord)]
    return any(name in vars(ancestor) for ancestor in own)
