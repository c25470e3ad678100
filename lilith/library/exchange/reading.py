"""What the readers of all formats share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lilith.library.exchange.reference import Reference, ReferenceError, build

# Signs of one reference; more is a broken file, or a trap.
LONGEST_RECORD = 2_000_000


@dataclass(slots=True)
class Read:
    """One reference of a file: where it begins (line from 1), and what was read or why not, in French.

    `title` tells people which reference is wrong, when at least that was read.
    """

    line: int
    reference: Reference | None = None
    error: str = ""
    warnings: list[str] = field(default_factory=list)
    title: str = ""


def read_raw(line: int, raw: Mapping[str, Any], warnings: tuple[str, ...] = ()) -> Read:
    """What a reader found, checked."""
    try:
        reference = build(raw)
    except ReferenceError as error:
        title = raw.get("title")
        return Read(
            line,
            error=str(error),
            warnings=list(warnings),
            title=" ".join(title.split())[:200] if isinstance(title, str) else "",
        )
    return Read(line, reference, warnings=[*warnings, *reference.warnings])
