"""Back from the site to files: what editors wrote can be reviewed like code."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import yaml

from lilith.evidence.models import Outcome
from lilith.launch.columns import Bullets, Prose
from lilith.launch.kinds import HOME, KINDS, Kind
from lilith.library.selectors import word_advice_rows
from lilith.practices.models.practice import LEVELS


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand under their key with an indent, as in the files people write."""
        return super().increase_indent(flow, False)


def _header(kind: Kind, record: Any, values: dict[str, Any]) -> dict[str, Any]:
    header: dict[str, Any] = {}
    dates: dict[str, Any] = {}
    for column in kind.columns:
        entry = column.dump(values[column.attr])
        (dates if column.attr in {"written_on", "updated_on", "next_review_on", "sources"} else header).update(entry)
    if kind.unprepare:
        kind.unprepare(header, record)
    return {**header, **dates}


def _body(kind: Kind, values: dict[str, Any]) -> str:
    texts = {
        column.section: column.dump_text(values[column.attr])
        for column in kind.columns
        if isinstance(column, (Prose, Bullets)) and values[column.attr]
    }
    parts = []
    if kind.folder == "practices":
        for level, sections in LEVELS.items():
            parts.append(f"# Niveau {level}")
            for _, title in sections:
                if text := texts.get(f"{level}/{title}"):
                    parts.append(f"## {title}\n\n{text}")
    else:
        for section, text in texts.items():
            parts.append(f"## {section}\n\n{text}" if section else text)
    return "\n\n".join(parts)


def file_text(kind: Kind, record: Any) -> str:
    """The content file that gives this record back."""
    values = kind.current(record)
    header = yaml.dump(_header(kind, record, values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    if kind is HOME:
        return header
    body = _body(kind, values)
    return f"---\n{header}---\n" + (f"\n{body}\n" if body else "")


def dump_content(*, target: Path, content: Path, only_changed: bool = False) -> list[str]:
    """Write the records that came from files, and those that editors added, under `target`; returns the names written.

    A record that nobody changed keeps its file letter for letter (copied from `content`). Each file is written whole or not
    at all. Demonstration rows are left out.
    """
    written = []
    for kind in KINDS:
        for record in kind.model._default_manager.filter(is_demo=False, live=True).order_by("pk"):
            unchanged = record.content_digest and kind.digest(kind.current(record)) == record.content_digest
            if only_changed and unchanged:
                continue
            name = "home.yaml" if kind is HOME else (record.content_id or f"{kind.folder}/{record.slug}") + ".md"
            original = content / name
            text = original.read_text(encoding="utf-8") if unchanged and original.exists() else file_text(kind, record)
            _write_whole(target / name, text)
            written.append(name)
    for name in ("vocabularies.yaml", "search/words.yaml", "mots-a-eviter.yaml"):
        if (content / name).exists():
            before = (content / name).read_text(encoding="utf-8")
            text = _FROM_SITE.get(name, str)(before)
            if only_changed and text == before:
                continue
            _write_whole(target / name, text)
            written.append(name)
    return written


def _write_whole(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _with_outcomes(text: str) -> str:
    """The file of vocabularies with the outcomes of the site: letter for letter when the site says the same."""
    rows = list(Outcome.objects.values("slug", "name", "plain_name"))
    if rows == (yaml.safe_load(text).get("outcomes") or []):
        return text
    kept = re.sub(r"^outcomes:.*?(?=^\S|\Z)", "", text, flags=re.MULTILINE | re.DOTALL)
    return kept + yaml.dump({"outcomes": rows}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _with_words_to_avoid(text: str) -> str:
    """The file of words to avoid with those of the site: letter for letter when the site says the same."""
    on_site = word_advice_rows()
    by_word = {row["word"]: row for row in (yaml.safe_load(text) or {}).get("rows") or []}
    if on_site == sorted(by_word.values(), key=lambda row: row["word"]):
        return text
    head = "".join(line + "\n" for line in text.splitlines() if line.startswith("#"))
    return head + yaml.dump({"rows": on_site}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


_FROM_SITE = {"vocabularies.yaml": _with_outcomes, "mots-a-eviter.yaml": _with_words_to_avoid}
