"""How one entry of a content file becomes one field of a record, and back.

Each column gives a JSON value three ways: `parse` from a file, `read` from a record, `write` to a record. The digest of a
record is that of its columns' values, so « the editor changed it » and « the file changed » are both comparisons of values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from lilith.foundation.fields import lines_of
from lilith.launch.files import ContentFile
from lilith.launch.markup import to_html, to_markdown


@dataclass(frozen=True)
class Column:
    """A plain value. `late` columns refer to other records and are written once all exist."""

    attr: str
    header: str = ""
    default: Any = ""

    late = False

    @property
    def key(self) -> str:
        return self.header or self.attr

    def parse(self, file: ContentFile) -> Any:
        value = file.header.get(self.key)
        if value is None:
            return self.default
        return str(value).strip() if self.default == "" else value

    def read(self, record: Any) -> Any:
        value = getattr(record, self.attr)
        return self.default if value is None else value

    def write(self, record: Any, value: Any) -> None:
        setattr(record, self.attr, value)

    def dump(self, value: Any) -> dict[str, Any]:
        """The header entry that gives `value`; nothing for a default."""
        return {} if value == self.default else {self.key: value}

    def references(self, value: Any) -> list[tuple[str, str]]:
        """(kind of content, id) of the records that the value points to."""
        return []


@dataclass(frozen=True)
class Day(Column):
    """A date, kept as ISO text in the digest."""

    default: Any = None

    def parse(self, file: ContentFile) -> Any:
        value = file.header.get(self.key)
        return value.isoformat() if isinstance(value, date) else value

    def read(self, record: Any) -> Any:
        value = getattr(record, self.attr)
        return value.isoformat() if value else None

    def write(self, record: Any, value: Any) -> None:
        setattr(record, self.attr, date.fromisoformat(value) if value else None)

    def dump(self, value: Any) -> dict[str, Any]:
        return {self.key: date.fromisoformat(value)} if value else {}


@dataclass(frozen=True)
class Amount(Column):
    """A decimal number, kept as plain text in the digest: 0.8500 and 0.85 are one value."""

    default: Any = None

    def parse(self, file: ContentFile) -> Any:
        return self._plain(file.header.get(self.key))

    def read(self, record: Any) -> Any:
        return self._plain(getattr(record, self.attr))

    def write(self, record: Any, value: Any) -> None:
        setattr(record, self.attr, None if value is None else Decimal(value))

    def dump(self, value: Any) -> dict[str, Any]:
        if value is None:
            return {}
        return {self.key: float(value) if "." in value else int(value)}

    def _plain(self, value: Any) -> str | None:
        if value is None:
            return None
        text = f"{Decimal(str(value)):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Lines(Column):
    """A list of strings in the file, one a line in the record."""

    def parse(self, file: ContentFile) -> Any:
        return [" ".join(str(item).split()) for item in file.header.get(self.key) or []]

    def read(self, record: Any) -> Any:
        return lines_of(getattr(record, self.attr))

    def write(self, record: Any, value: Any) -> None:
        setattr(record, self.attr, "\n".join(value))

    def dump(self, value: Any) -> dict[str, Any]:
        return {self.key: value} if value else {}


@dataclass(frozen=True)
class Sources(Lines):
    """`{"doc", "near"}` in the file, « doc : near » in the record."""

    def parse(self, file: ContentFile) -> Any:
        return [f"{source['doc']} : {' '.join(source['near'].split())}" for source in file.header.get(self.key) or []]

    def dump(self, value: Any) -> dict[str, Any]:
        rows = [dict(zip(("doc", "near"), line.split(" : ", 1), strict=False)) for line in value]
        return {self.key: rows} if rows else {}


@dataclass(frozen=True)
class Prose(Column):
    """Rich text under a heading (`section`, "" for a body without headings)."""

    section: str = ""
    headings: bool = False

    def parse(self, file: ContentFile) -> Any:
        if self.headings:
            parts = [f"## {part.title}\n\n{part.text}" if part.title else part.text for part in file.sections]
            return to_html("\n\n".join(parts), headings=True)
        return to_html(file.text(self.section))

    def dump_text(self, value: str) -> str:
        return to_markdown(value)

    def dump(self, value: Any) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class Bullets(Lines):
    """A list of the body, under a heading, as lines of the record."""

    section: str = ""

    def parse(self, file: ContentFile) -> Any:
        text = file.text(self.section)
        return [" ".join(item.split()) for item in ("\n" + text).split("\n- ")[1:]]

    def dump(self, value: Any) -> dict[str, Any]:
        return {}

    def dump_text(self, value: list[str]) -> str:
        return "\n".join(f"- {item}" for item in value)


@dataclass(frozen=True)
class Stream(Column):
    """A list of mappings in the file, blocks of one type in the record."""

    block: str = ""
    keys: tuple[str, ...] = ()

    def parse(self, file: ContentFile) -> Any:
        return [{key: str(row.get(key) or "") for key in self.keys} for row in file.header.get(self.key) or []]

    def read(self, record: Any) -> Any:
        return [{key: str(row["value"].get(key) or "") for key in self.keys} for row in getattr(record, self.attr).raw_data]

    def write(self, record: Any, value: Any) -> None:
        setattr(record, self.attr, [(self.block, row) for row in value])

    def dump(self, value: Any) -> dict[str, Any]:
        rows = [{key: text for key, text in row.items() if text} for row in value]
        return {self.key: rows} if rows else {}


@dataclass(frozen=True)
class ForeignKey(Column):
    """A reference by code. `kind` names the content kind when the target comes from a file."""

    model: Callable[[], type[models.Model]] = lambda: models.Model
    by: str = "pk"
    kind: str = ""

    late = True

    def parse(self, file: ContentFile) -> Any:
        return str(file.header.get(self.key) or "")

    def read(self, record: Any) -> Any:
        target = getattr(record, self.attr)
        return str(getattr(target, self.by)) if target else ""

    def write(self, record: Any, value: Any) -> None:
        setattr(record, self.attr, self.model()._default_manager.get(**{self.by: value}) if value else None)

    def references(self, value: Any) -> list[tuple[str, str]]:
        return [(self.kind, value)] if value and self.kind else []


@dataclass(frozen=True)
class ManyToMany(Column):
    """References by code, without order."""

    model: Callable[[], type[models.Model]] = lambda: models.Model
    by: str = "pk"
    kind: str = ""

    late = True

    def parse(self, file: ContentFile) -> Any:
        return sorted({str(item) for item in file.header.get(self.key) or []})

    def read(self, record: Any) -> Any:
        if record.pk is None:
            return []
        return sorted(str(getattr(target, self.by)) for target in getattr(record, self.attr).all())

    def write(self, record: Any, value: Any) -> None:
        targets = list(self.model()._default_manager.filter(**{f"{self.by}__in": value}))
        missing = set(value) - {str(getattr(target, self.by)) for target in targets}
        if missing:
            raise LookupError(f"{self.key} : {', '.join(sorted(missing))} introuvable")
        getattr(record, self.attr).set(targets)

    def dump(self, value: Any) -> dict[str, Any]:
        return {self.key: value} if value else {}

    def references(self, value: Any) -> list[tuple[str, str]]:
        return [(self.kind, item) for item in value] if self.kind else []


@dataclass(frozen=True)
class Children(Column):
    """Ordered rows of a child table. `fields` maps a key of the file to (field of the row, target model, its key, kind)."""

    model: Callable[[], type[models.Model]] = lambda: models.Model
    fields: Mapping[str, tuple[str, Callable[[], type[models.Model]] | None, str, str]] = None  # type: ignore[assignment]
    scalar: str = ""

    late = True

    def parse(self, file: ContentFile) -> Any:
        rows = file.header.get(self.key) or []
        if self.scalar:
            rows = [{self.scalar: row} for row in rows]
        return [{key: str(row.get(key) or "") for key in self.fields} for row in rows]

    def read(self, record: Any) -> Any:
        rows = []
        for child in getattr(record, self.attr).all():
            row = {}
            for key, (name, model, by, _kind) in self.fields.items():
                value = getattr(child, name)
                row[key] = str(getattr(value, by)) if model and value else str(value or "")
            rows.append(row)
        return rows

    def write(self, record: Any, value: Any) -> None:
        children = []
        for order, row in enumerate(value):
            values: dict[str, Any] = {"sort_order": order}
            for key, (name, model, by, _kind) in self.fields.items():
                values[name] = (
                    model()._default_manager.get(**{by: row[key]}) if model and row[key] else (None if model else row[key])
                )
            children.append(self.model()(**values))
        getattr(record, self.attr).set(children)

    def dump(self, value: Any) -> dict[str, Any]:
        if self.scalar:
            rows: list[Any] = [row[self.scalar] for row in value]
        else:
            rows = [{key: text for key, text in row.items() if text} for row in value]
        return {self.key: rows} if rows else {}

    def references(self, value: Any) -> list[tuple[str, str]]:
        found = []
        for row in value:
            for key, (_name, model, _by, kind) in self.fields.items():
                if model and kind and row[key]:
                    found.append((kind, row[key]))
        return found


@dataclass(frozen=True)
class Rows(Column):
    """Ordered rows of a child table that have columns of their own. A row that is written knows its parent."""

    model: Callable[[], type[models.Model]] = lambda: models.Model
    parent: str = ""
    columns: tuple[Column, ...] = ()

    late = True

    def parse(self, file: ContentFile) -> Any:
        rows = [replace(file, header=row) for row in file.header.get(self.key) or []]
        return [{column.attr: column.parse(row) for column in self.columns} for row in rows]

    def read(self, record: Any) -> Any:
        if record.pk is None:
            return []
        return [{column.attr: column.read(child) for column in self.columns} for child in getattr(record, self.attr).all()]

    def write(self, record: Any, value: Any) -> None:
        children = []
        for order, row in enumerate(value):
            child = self.model()(**{self.parent: record, "sort_order": order})
            for column in self.columns:
                column.write(child, row[column.attr])
            child.clean_fields(exclude=[self.parent])
            child.clean()
            children.append(child)
        rows = getattr(record, self.attr)
        rows.set(children)
        # Saved at once: the next rows may refer to these.
        rows.commit()

    def dump(self, value: Any) -> dict[str, Any]:
        rows = [
            {key: entry for column in self.columns for key, entry in column.dump(row[column.attr]).items()} for row in value
        ]
        return {self.key: rows} if rows else {}

    def references(self, value: Any) -> list[tuple[str, str]]:
        return [found for row in value for column in self.columns for found in column.references(row[column.attr])]
