"""A content file: Markdown with a YAML header and fixed headings; every complaint knows its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a content file. `line` counts from 1."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Section:
    """The text under one heading, without the heading. `line` is the heading's."""

    title: str
    text: str
    line: int


@dataclass
class ContentFile:
    """One record as written. `header_lines` maps a path in the header, such as ("sites", 2, "state"), to its line."""

    path: Path
    name: str
    header: dict[str, Any]
    header_lines: dict[tuple[Any, ...], int]
    sections: list[Section] = field(default_factory=list)

    @property
    def content_id(self) -> str:
        """The name of the file without its ending: the public id of the record."""
        return self.path.stem

    def line_of(self, where: tuple[Any, ...]) -> int:
        """The line of a header entry, or of the nearest entry above it."""
        while where and where not in self.header_lines:
            where = where[:-1]
        return self.header_lines.get(where, 1)

    def line_of_value(self, key: str, value: str) -> int:
        """The line where `value` stands under a header entry; the entry's own line when it does not stand there as such."""
        return self.line_of(next(_places_of(self.header.get(key), value, (key,)), (key,)))

    def problem(self, message: str, *, line: int = 1) -> Problem:
        return Problem(self.name, line, message)

    def text(self, title: str = "") -> str:
        """The text of a section, empty when the file has none."""
        return next((section.text for section in self.sections if section.title == title), "")


class UnreadableFileError(Exception):
    """The file is not UTF-8, has no header, or its header is not a YAML mapping."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _places_of(held: Any, value: str, where: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(held, dict):
        for key, inner in held.items():
            yield from _places_of(inner, value, (*where, key))
    elif isinstance(held, list):
        for index, inner in enumerate(held):
            yield from _places_of(inner, value, (*where, index))
    elif str(held) == value:
        yield where


def _lines_of_nodes(node: yaml.Node, first_line: int, where: tuple[Any, ...], found: dict[tuple[Any, ...], int]) -> None:
    found.setdefault(where, node.start_mark.line + first_line)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found[(*where, key.value)] = key.start_mark.line + first_line
            _lines_of_nodes(value, first_line, (*where, key.value), found)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _lines_of_nodes(value, first_line, (*where, index), found)


def _sections(body: str, first_line: int) -> list[Section]:
    """Cut at headings of level 1 and 2; « # Niveau N » prefixes the titles below it as « N/title »."""
    sections: list[Section] = []
    level, title, start, lines = "", "", first_line, []  # type: ignore[var-annotated]

    def close() -> None:
        text = "\n".join(lines).strip()
        if title or text:
            sections.append(Section(f"{level}/{title}" if level else title, text, start))

    for number, line in enumerate(body.split("\n"), start=first_line):
        heading = re.match(r"^(#{1,2}) +(.+?)\s*$", line)
        if heading is None:
            lines.append(line)
            continue
        if title or any(part.strip() for part in lines):
            close()
        lines, start = [], number
        if heading.group(1) == "#":
            level, title = heading.group(2).removeprefix("Niveau ").strip(), ""
        else:
            title = heading.group(2).replace("\u00a0", " ")
    if title or any(part.strip() for part in lines):
        close()
    return sections


def read_content_file(path: Path, *, root: Path) -> ContentFile:
    """Read a `.md` file with a header, or a `.yaml` file that is all header.

    Raises UnreadableFileError, with the line, when it cannot be read.
    """
    name = path.relative_to(root.parent).as_posix()
    try:
        raw = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(Problem(name, 1, f"le fichier n’est pas en UTF-8 (octet {error.start})")) from error
    raw = raw.removeprefix("\ufeff").replace("\r\n", "\n")
    body, body_line = "", 1
    if path.suffix == ".yaml":
        head, first_line = raw, 1
    else:
        match = re.match(r"^---\n(.*?\n)---\n?(.*)$", raw, re.DOTALL)
        if match is None:
            raise UnreadableFileError(Problem(name, 1, "il manque l’en-tête YAML entre deux lignes « --- »"))
        head, body, first_line = match.group(1), match.group(2), 2
        body_line = head.count("\n") + 3
    try:
        node = yaml.compose(head, Loader=yaml.SafeLoader)
        header = yaml.safe_load(head)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + first_line
        raise UnreadableFileError(
            Problem(name, line, f"en-tête YAML illisible : {getattr(error, 'problem', error)}")
        ) from error
    if not isinstance(header, (dict, list)):
        raise UnreadableFileError(Problem(name, first_line, "l’en-tête doit être une liste de champs « nom: valeur »"))
    lines: dict[tuple[Any, ...], int] = {}
    if node is not None:
        _lines_of_nodes(node, first_line, (), lines)
    if isinstance(header, list):
        header = {"rows": header}
        lines = {("rows", *where): line for where, line in lines.items()}
    return ContentFile(path, name, header, lines, _sections(body, body_line))
