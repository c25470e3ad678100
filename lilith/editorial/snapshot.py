"""What a page says, as named sections of plain text: what the history keeps and compares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Field, Model
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from lilith.foundation.models import LilithPage
from lilith.foundation.selectors import text_of
from lilith.foundation.templatetags.lilith import jour

Section = dict[str, str]
# The follow-up of a text is not the text.
FOLLOW_UP = {"written_on", "updated_on", "next_review_on"}


def sections_of(page: LilithPage) -> list[Section]:
    """[{"key", "title", "text"}] of everything an editor can write in a page, in the order of its type; empty ones left out.

    A type may keep some of its fields out of any history with `history_leaves_out`.
    """
    left_out = FOLLOW_UP | set(getattr(page, "history_leaves_out", ()))
    found = [{"key": "title", "title": "Titre", "text": page.title}]
    for field in _own_fields(type(page)):
        if field.name not in left_out:
            found.append({"key": field.name, "title": _title(field), "text": _words(page, field)})
    for relation in _children(type(page)):
        name = relation.get_accessor_name()
        if name not in left_out:
            rows = [_row_words(row, relation.field.name) for row in getattr(page, name).all()]
            found.append({"key": name, "title": _headings(type(page))[name], "text": "\n".join(row for row in rows if row)})
    return [section for section in found if section["text"]]


def read_together(model: type[LilithPage], pages: Sequence[Any]) -> None:
    """Read what many pages of one type point to in a few queries, where `sections_of` will find it."""
    kept: dict[int, dict[str, list[Any]]] = {page.pk: {} for page in pages}
    for field in model._meta.local_many_to_many:
        through: Any = field.remote_field.through
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        _share(through._default_manager.filter(**{f"{own}__in": pages}).select_related(other), kept, field.name, own, other)
    for relation in _children(model):
        child: Any = relation.related_model
        rows = child._default_manager.filter(**{f"{relation.field.name}__in": pages})
        links = [field.name for field in child._meta.local_fields if field.is_relation]
        _share(rows.select_related(*links), kept, relation.get_accessor_name(), relation.field.name)
    for page in pages:
        # The place where a draft keeps what is not saved yet.
        page._cluster_related_objects = kept[page.pk]


def _share(rows: Iterable[Any], kept: dict[int, dict[str, list[Any]]], name: str, own: str, other: str = "") -> None:
    for found in kept.values():
        found[name] = []
    for row in rows:
        kept[getattr(row, f"{own}_id")][name].append(getattr(row, other) if other else row)


@cache
def _headings(model: type[LilithPage]) -> dict[str, str]:
    """Name of each list of a page → its heading in the form, without what stands in brackets."""
    names = {relation.get_accessor_name(): relation.related_model._meta.verbose_name for relation in _children(model)}
    found = {name: _capital(str(words)) for name, words in names.items()}
    panels = [model.get_edit_handler()]
    for panel in panels:
        panels.extend(getattr(panel, "children", []))
        if isinstance(panel, InlinePanel) and panel.heading:
            found[panel.relation_name] = str(panel.heading).split(" (")[0]
    return found


def _own_fields(model: type[LilithPage]) -> list[Any]:
    meta = model._meta
    fields = [*meta.local_fields, *meta.local_many_to_many]
    return [field for field in fields if field.editable and not field.auto_created and not _is_page_link(field)]


def _is_page_link(field: Field) -> bool:
    return bool(field.remote_field and getattr(field.remote_field, "parent_link", False))


def _children(model: type[LilithPage]) -> list[Any]:
    # Comments of editors belong to every page; they are not its text.
    relations = [relation for relation in model._meta.related_objects if _is_child(relation)]
    return [relation for relation in relations if relation.field.model._meta.app_label != Page._meta.app_label]


def _is_child(relation: Any) -> bool:
    return isinstance(relation.field, ParentalKey)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title(field: Any) -> str:
    return _capital(str(field.verbose_name))


def _words(record: Model, field: Any) -> str:
    value = getattr(record, field.name)
    if field.many_to_many:
        return "\n".join(sorted(str(row) for row in value.all()))
    if isinstance(field, RichTextField):
        return text_of(value or "")
    if isinstance(field, StreamField):
        return "\n".join(_block_lines(value.stream_block, value))
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")() or "")
    return _plain(value)


def _row_words(row: Model, parent: str) -> str:
    skipped = {"id", "sort_order", parent}
    fields = [field for field in row._meta.local_fields if field.editable and field.name not in skipped]
    return ", ".join(words for words in (" ".join(_words(row, field).split()) for field in fields) if words)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else ""
    if isinstance(value, (date, datetime)):
        return jour(value)
    return "\n".join(line.strip() for line in str(value).splitlines() if line.strip())


def _block_lines(block: Any, value: Any, label: str = "") -> Iterator[str]:
    """The lines of a block of any depth: « étiquette : valeur »."""
    if isinstance(block, StreamBlock):
        for child in value:
            yield from _block_lines(child.block, child.value)
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _block_lines(block.child_block, item, label)
    elif isinstance(block, StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _block_lines(child_block, value.get(name), str(child_block.label or name))
    else:
        text = text_of(str(getattr(value, "source", value) or "")) if isinstance(block, RichTextBlock) else _plain(value)
        if text:
            yield f"{_capital(label)}\u00a0: {text}" if label else text
