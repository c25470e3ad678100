"""The documents say what is: rooms, words, links, decisions, counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.conf import settings

from lilith.launch.validation import REQUIRED_HEADINGS
from lilith.practices.models.practice import LEVELS

ROOT = settings.BASE_DIR
ROOMS = [room.removeprefix("lilith.") for room in settings.ROOMS]
DOCUMENTS = [
    path
    for pattern in ("*.md", "docs/**/*.md", "content/README.md", "LICENSES/*.md", "lilith/*/README.md")
    for path in sorted(ROOT.glob(pattern))
]
NAME = re.compile(r"`([A-Z][A-Za-z]+|[a-z]+(?:_[a-z]+)+)`")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("room", ROOMS)
def test_a_newcomer_reads_what_a_room_is_for_and_who_may_import_it(room: str) -> None:
    text = read(f"lilith/{room}/README.md")
    assert text.startswith(f"# {room}\n")
    assert re.search(r"Who may import me|Every room may\s+import", text)


@pytest.mark.parametrize("name", ["README.md", "docs/architecture.md"])
def test_the_map_of_the_house_shows_every_room_from_top_to_bottom(name: str) -> None:
    storeys = re.findall(r"^ {0,4}([a-z]+(?: \| [a-z]+)*)(?: {2,}\S|$)", read(name), re.MULTILINE)
    assert [room for storey in storeys for room in storey.split(" | ")] == ROOMS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    missing = [one for one in targets if one and not one.startswith(("http", "mailto:")) and not (path.parent / one).exists()]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_names_no_place_of_one_machine(path: Path) -> None:
    assert re.findall(r"(?<![\w.])/(?:root|work|Users)/\S*", path.read_text(encoding="utf-8")) == []


def test_every_decision_that_the_code_quotes_exists() -> None:
    known = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}
    sources = [
        path for folder in ("lilith", "config", "docs") for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".md"}
    ]
    quoted = {
        number
        for path in sources
        for number in re.findall(r"(?:ADR|[Dd]écision|decisions/)\W{0,2}(\d{4})\b", path.read_text(encoding="utf-8"))
    }
    assert quoted
    assert quoted <= known


def test_the_list_of_decisions_is_complete() -> None:
    listed = set(re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", read("docs/decisions/README.md")))
    assert listed == {path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}


def test_every_word_of_the_glossary_is_in_the_code() -> None:
    now = read("docs/glossaire.md").split("## Ce qui viendra")[0]
    rows = [line.split("|")[2] for line in now.splitlines() if line.startswith("| ") and line.count("|") >= 4]
    names = {name for row in rows for name in NAME.findall(row)}
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "lilith").rglob("*.py") if "tests" not in path.parts)
    assert len(names) > 30
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", code)) == []


def test_every_public_model_has_its_word() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("lilith.") and hasattr(model, "search_kind")]
    text = read("docs/glossaire.md")
    assert ours
    assert sorted(model.__name__ for model in ours if f"`{model.__name__}`" not in text) == []


def test_a_writer_finds_the_headings_that_the_loader_wants() -> None:
    text = read("content/README.md")
    for level, sections in LEVELS.items():
        titles = [f"**{title}**" if f"{level}/{title}" in REQUIRED_HEADINGS else title for _, title in sections]
        assert f"- `# Niveau {level}`\u00a0: {', '.join(titles)}." in text.replace(" :", "\u00a0:")


def test_the_counts_of_criteria_are_sums() -> None:
    rows = re.findall(
        r"^\| ([^|]+?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", read("docs/accessibilite.md"), re.MULTILINE
    )
    sums = [sum(int(row[column]) for row in rows) for column in range(1, 6)]
    total = re.search(r"^\| \*\*Ensemble\*\* \| (.+) \|$", read("docs/accessibilite.md"), re.MULTILINE)
    assert total is not None
    assert [int(number) for number in re.findall(r"\d+", total.group(1))] == sums
    assert sums[0] == 106
    assert sums[1] + sums[4] == sums[0]


def test_a_catalogue_of_public_software_can_read_our_card() -> None:
    card = yaml.safe_load(read("publiccode.yml"))
    version = re.search(r'^version = "(.+)"$', read("pyproject.toml"), re.MULTILINE)
    assert version is not None
    assert card["softwareVersion"] == version.group(1)
    assert {
        "name",
        "url",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
        "legal",
        "localisation",
    } <= card.keys()
    assert card["maintenance"]["type"] == "internal"
    assert card["maintenance"]["contacts"]
    french = card["description"]["fr"]
    assert len(french["shortDescription"]) <= 150
    assert 500 <= len(french["longDescription"]) <= 10_000
    assert french["features"]
    assert max(len(feature) for feature in french["features"]) <= 100
    assert all((ROOT / picture).exists() for picture in french["screenshots"])
    assert card["legal"]["license"] == "EUPL-1.2"
    assert read("LICENSE") == read("LICENSES/EUPL-1.2.txt")


def test_the_newest_version_of_the_journal_is_that_of_the_software() -> None:
    version = yaml.safe_load(read("publiccode.yml"))["softwareVersion"]
    first = re.search(r"^## (\d\S+)", read("CHANGELOG.md"), re.MULTILINE)
    assert first is not None
    assert first.group(1) == version
