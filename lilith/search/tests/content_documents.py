"""Search documents made straight from the files of `content/`: what the rooms above offer, without needing them."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from lilith.foundation.slots import SearchDocument
from lilith.search.services import ConceptWords

ROOT = Path(__file__).resolve().parents[3]
CONTENT = ROOT / "content"
TERRITORIES = ROOT / "lilith" / "territories" / "data"
STATUS = {"fort": "probante", "modere": "prometteuse", "prometteur": "prometteuse", "non-evalue": "a_evaluer"}


def _read(folder: str) -> dict[str, tuple[dict[str, Any], str]]:
    records = {}
    for path in sorted((CONTENT / folder).glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        records[path.stem] = (yaml.safe_load(head), _plain(body))
    return records


def _plain(markdown: str) -> str:
    text = re.sub(r"^#+ .*$", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\*\*|__|^- ", "", text, flags=re.MULTILINE).strip()


def _lines(*parts: Any) -> str:
    flat: list[str] = []
    for part in parts:
        if isinstance(part, (list, tuple)):
            flat += [str(item) for item in part if item]
        elif part:
            flat.append(str(part))
    return "\n".join(flat)


def _names(*parts: Any) -> tuple[str, ...]:
    return tuple(line for line in _lines(*parts).split("\n") if line)


def _places() -> dict[str, str]:
    names = {}
    for name in ("regions", "departements"):
        with (TERRITORIES / f"{name}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                names[f"{name}:{row['code']}"] = row.get("name") or row.get("nom") or ""
    return names


def documents() -> list[SearchDocument]:
    """Every public record of the launch content."""
    practices, themes, terms = _read("practices"), _read("themes"), _read("glossary")
    organisations, publications = _read("organisations"), _read("publications")
    actions = {head["number"]: (head, body) for head, body in _read("roadmap").values()}
    places = _places()
    carried: dict[str, list[str]] = defaultdict(list)
    read_in: dict[str, list[str]] = defaultdict(list)
    explained_in: dict[str, list[str]] = defaultdict(list)
    for head, _ in practices.values():
        for key in head.get("terms", []):
            explained_in[key].append(head["name"])
        for key in head.get("organisations", []):
            carried[key].append(head["name"])
        for key in head.get("publications", []):
            read_in[key].append(head["name"])

    def practice_names(head: dict[str, Any]) -> list[str]:
        return [practices[key][0]["name"] for key in head.get("practices", []) if key in practices]

    found = []
    for key, (head, body) in practices.items():
        sites = head.get("sites", [])
        regions = {site["region"] for site in sites if site.get("region")}
        where = [
            " ".join(
                filter(
                    None,
                    [
                        site.get("place"),
                        places.get(f"departements:{site.get('departement')}"),
                        places.get(f"regions:{site.get('region')}"),
                    ],
                )
            )
            for site in sites
        ]
        found.append(
            SearchDocument(
                kind="practice",
                key=key,
                title=head["name"],
                url=f"/pratiques/{key}/",
                names=_names(head.get("acronym"), head.get("short_name"), head.get("other_names")),
                keywords=_names(head.get("keywords"), [themes[slug][0]["short_title"] for slug in head["themes"]]),
                lead=head["summary"],
                body=_lines(
                    body,
                    head.get("audience_details"),
                    where,
                    [organisations[k][0]["name"] for k in head.get("organisations", []) if k in organisations],
                    head.get("other_organisations"),
                    head.get("support_team"),
                    head.get("figures"),
                    [f"Action {n} {actions[n][0]['title']}" for n in map(str, head.get("roadmap_actions", [])) if n in actions],
                ),
                facets={
                    "theme": tuple(head["themes"]),
                    "audience": tuple(head.get("audiences", [])),
                    "kind": (head["kind"],),
                    "status": (STATUS[head["documents_level"]],),
                    "region": tuple(sorted(regions)),
                    "priority": tuple(map(str, head.get("ptsm_priorities", []))),
                    "action": tuple(map(str, head.get("roadmap_actions", []))),
                },
            )
        )
    for key, (head, body) in themes.items():
        names = _names(head["short_title"], head["synonyms"])
        url = f"/{head['pathway']}/{key}/"
        found.append(SearchDocument("theme", key, head["title"], url, names, head["summary"], body))
    for key, (head, body) in terms.items():
        names = _names(head.get("expansion"), head.get("synonyms"))
        also = [terms[other][0]["term"] for other in head.get("also", []) if other in terms]
        text = _lines(head["category"], also, explained_in[key])
        found.append(SearchDocument("term", key, head["term"], f"/glossaire/{key}/", names, body, text))
    for key, (head, body) in organisations.items():
        place = [
            head.get("city"),
            places.get(f"departements:{head.get('departement')}"),
            places.get(f"regions:{head.get('region')}"),
        ]
        text = _lines(head["type_label"], place, carried[key])
        found.append(
            SearchDocument("organisation", key, head["name"], f"/organismes/{key}/", _names(head.get("short_name")), body, text)
        )
    for key, (head, body) in publications.items():
        names = _names(head.get("authors"), head.get("journal"), head.get("publisher"), str(head.get("year", "")))
        text = _lines(
            body, [head.get(k) for k in ("question", "result", "place", "study_design", "funder", "note")], read_in[key]
        )
        found.append(
            SearchDocument("publication", key, head["title"], f"/publications/{key}/", names, head["plain_summary"], text)
        )
    for key, (head, body) in _read("trainings").items():
        text = _lines(body, head.get("organiser"), head.get("audience"), head.get("place"), head["type"], practice_names(head))
        found.append(SearchDocument("training", key, head["title"], f"/formations/#{key}", (), head["summary"], text))
    for key, (head, body) in _read("events").items():
        text = _lines(body, head.get("place"), head.get("organisations"), head.get("date_label"), practice_names(head))
        found.append(SearchDocument("event", key, head["title"], f"/agenda/#{key}", (), head["summary"], text))
    for key, (head, body) in _read("news").items():
        text = _lines(body, head.get("place"), practice_names(head))
        found.append(SearchDocument("news", key, head["title"], f"/actualites/{key}/", (), head["summary"], text))
    for key, (head, body) in (_read("pages") | _read("a-reduire") | _read("pathways")).items():
        text = body
        if key == "feuille-de-route":
            text = _lines(
                body, [f"Action {number} {action['title']}\n{action['summary']}" for number, (action, _) in actions.items()]
            )
        found.append(SearchDocument("page", key, head["title"], head.get("path", f"/{key}/"), (), head["summary"], text))
    return found


def glossary_concepts() -> list[ConceptWords]:
    """The concepts that the library room pushes: a term, its expansion, its synonyms."""
    return [
        ConceptWords(key=key, expressions=_names(head["term"], head.get("expansion")), asks=_names(head.get("synonyms")))
        for key, (head, _) in _read("glossary").items()
    ]


def word_rows() -> list[dict[str, Any]]:
    """The editors' table of words."""
    return yaml.safe_load((CONTENT / "search" / "words.yaml").read_text(encoding="utf-8"))["rows"]
