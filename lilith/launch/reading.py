"""Reading ease of the content files: the same gate for every writer, by the definitions of the `literacy` room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lilith.launch.files import ContentFile
from lilith.launch.kinds import Kind
from lilith.launch.validation import Folder
from lilith.literacy.selectors import Advice, AdviceKind, Goal, Hint, HintKind, WordList, review
from lilith.practices.models.practice import LEVELS

# A share of a two-line text says nothing: short records of one kind are judged together, as a reader meets them in a list.
JUDGED_TOGETHER = {"glossary": 1, "publications": 1, "organisations": 2, "events": 2, "trainings": 2, "links": 2, "roadmap": 2}
# The name of the site is no rare word to its readers.
PLATFORM = "lilith"
# What a reader of a dossier reads: entries of its header, and of the rows of its header.
DOSSIER_PROSE = ("population", "intervention", "comparator", "selection_note", "not_studied_for", "origin_note", "france_note")
DOSSIER_ROWS = {
    "outcomes": ("result_words", "event_words", "note"),
    "studies": ("reason_text", "note"),
    "verdicts": ("verdict", "scope", "why_differs"),
}
JUDGED_APART = {"themes": 1, "pathways": 1, "a-reduire": 1}
BY_HEADER = {"pages", "news"}


@dataclass(frozen=True)
class ReadText:
    """A text as its readers meet it, and the level it is written for."""

    name: str
    level: int
    text: str


@dataclass(frozen=True)
class Verdict:
    """The goals of a text, met or not, and its words that may hurt."""

    text: ReadText
    goals: list[Goal]
    hurting: list[Hint]

    @property
    def missed(self) -> list[Goal]:
        return [goal for goal in self.goals if not goal.is_met]

    @property
    def is_good(self) -> bool:
        return not self.missed and not self.hurting


def plain(markdown: str) -> str:
    """Markdown without its marks: the words that are read."""
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"^#+ .*$", "", text.replace("**", ""), flags=re.MULTILINE)


def _practice(file: ContentFile) -> Iterator[ReadText]:
    parts: dict[int, list[str]] = {1: [str(file.header["summary"])], 2: [], 3: []}
    for level, sections in LEVELS.items():
        parts[min(level, 3)] += [plain(file.text(f"{level}/{title}")) for _, title in sections]
    for level, texts in parts.items():
        yield ReadText(f"{file.name}, niveau {'3 à 5' if level == 3 else level}", level, "\n\n".join(filter(None, texts)))


def dossier_prose(file: ContentFile) -> str:
    """All that a dossier says in sentences, a paragraph a line."""
    pieces: list[str] = []
    for key in DOSSIER_PROSE:
        value = file.header.get(key) or []
        pieces += [value] if isinstance(value, str) else value
    for rows, keys in DOSSIER_ROWS.items():
        pieces += [str(row[key]) for row in file.header.get(rows) or [] for key in keys if row.get(key)]
    return "\n".join([*pieces, plain(file.text())])


def _short(kind: Kind, file: ContentFile) -> str:
    pieces = [str(file.header.get(key) or "") for key in ("summary", "plain_summary")]
    return "\n".join(piece for piece in [*pieces, *(plain(section.text) for section in file.sections)] if piece)


def texts_of(folder: Folder) -> Iterator[ReadText]:
    """Every text of the content, with its level."""
    together: dict[str, list[str]] = {}
    for kind, file in folder.all():
        whole = "\n\n".join(plain(section.text) for section in file.sections)
        if kind.folder == "practices":
            yield from _practice(file)
        elif kind.folder == "dossiers":
            yield ReadText(file.name, 3, dossier_prose(file))
        elif kind.folder in JUDGED_APART:
            yield ReadText(file.name, JUDGED_APART[kind.folder], f"{file.header['summary']}\n\n{whole}")
        elif kind.folder in BY_HEADER:
            yield ReadText(file.name, int(file.header.get("level", 1)), f"{file.header['summary']}\n\n{whole}")
        elif kind.folder in JUDGED_TOGETHER:
            page = f"glossary, lettre {file.content_id[0]}" if kind.folder == "glossary" else kind.folder
            together.setdefault(page, []).append(_short(kind, file))
    for page, texts in together.items():
        yield ReadText(page, JUDGED_TOGETHER[page.split(",")[0]], "\n\n".join(texts))


def acronyms_of(folder: Folder) -> Mapping[str, str]:
    """The acronyms that pages explain by themselves: those of the glossary."""
    glossary = folder.files["glossary"].values()
    return {str(file.header["term"]): str(file.header["expansion"]) for file in glossary if file.header.get("expansion")}


def words_of(folder: Folder) -> set[str]:
    """The words that the glossary explains, one by one."""
    words: set[str] = set()
    for file in folder.files["glossary"].values():
        words |= set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", str(file.header["term"]).lower()))
    return words


def words_to_avoid_of(folder: Folder) -> WordList:
    """The words to avoid, as their file says them."""
    rows = folder.words_to_avoid.header["rows"] if folder.words_to_avoid else []
    return WordList(
        Advice(row["word"], AdviceKind(row["reason"]), row.get("say", ""), row.get("why", ""), tuple(row.get("forms", ())))
        for row in rows
    )


def check_reading(folder: Folder) -> list[Verdict]:
    """Judge every text by the goals of its level, and look for words that may hurt.

    In a glossary page the words that it explains are not rare.
    """
    acronyms, words, advice = acronyms_of(folder), words_of(folder), words_to_avoid_of(folder)
    verdicts = []
    for text in texts_of(folder):
        known = words if text.name.startswith("glossary") else {PLATFORM}
        found = review(text.text, level=text.level, acronyms=acronyms, known_words=known, advice=advice)
        verdicts.append(Verdict(text, found.goals, [hint for hint in found.hints if hint.kind is HintKind.STIGMA]))
    return verdicts
