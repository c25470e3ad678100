"""Everything that can be wrong in the folder of content, found before anything is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from lilith.launch import schemas
from lilith.launch.files import ContentFile, Problem, UnreadableFileError, read_content_file
from lilith.launch.kinds import BY_FOLDER, KINDS, Kind
from lilith.launch.markup import links_in
from lilith.practices.models.practice import LEVELS
from lilith.territories.selectors import departement_codes, region_codes

PRACTICE_HEADINGS = {f"{level}/{title}" for level, sections in LEVELS.items() for _, title in sections}
# Sections that every practice has; the others are left out when the documents say nothing.
REQUIRED_HEADINGS = {
    f"{level}/{title}"
    for level, sections in LEVELS.items()
    for attr, title in sections
    if level in {1, 3, 4, 5} or attr in {"problem", "how"}
}
RECORD_ADDRESSES = {
    "glossary": "/glossaire/{}/",
    "publications": "/publications/{}/",
    "organisations": "/organismes/{}/",
    "trainings": "/formations/{}/",
    "practices": "/pratiques/{}/",
    "news": "/actualites/{}/",
    "a-reduire": "/a-reduire/{}/",
    "pathways": "/{}/",
}


class Folder:
    """The files of `content/`, read and checked. `problems` is empty when all can be loaded."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, dict[str, ContentFile]] = {kind.folder: {} for kind in KINDS}
        self.vocabulary: ContentFile | None = None
        self.words: ContentFile | None = None
        self.words_to_avoid: ContentFile | None = None
        self.problems: list[Problem] = []
        if not root.is_dir():
            self.problems.append(Problem(root.name, 1, "le dossier de contenu n’existe pas"))
            return
        self._read()
        self._check()
        self.problems.sort()

    def all(self) -> Iterable[tuple[Kind, ContentFile]]:
        """Every file with its kind, in the order of loading; pages above come before pages below."""
        for kind in KINDS:
            files = list(self.files[kind.folder].values())
            if kind.folder == "pages":
                files.sort(
                    key=lambda file: (str(file.header["path"]).count("/"), file.header.get("order", 100), file.content_id)
                )
            elif kind.folder in {"pathways", "themes"}:
                files.sort(key=lambda file: (file.header.get("order", 0), file.content_id))
            elif kind.folder == "news":
                files.sort(key=lambda file: str(file.header.get("date")))
            elif kind.folder == "practices":
                files.sort(key=lambda file: str(file.header["name"]).casefold())
            for file in files:
                yield kind, file

    def _open(self, path: Path) -> ContentFile | None:
        try:
            return read_content_file(path, root=self.root)
        except UnreadableFileError as error:
            self.problems.append(error.problem)
        except OSError as error:
            self.problems.append(Problem(path.name, 1, f"fichier illisible : {error.strerror}"))
        return None

    def _read(self) -> None:
        for path in sorted(self.root.rglob("*")):
            if path.is_dir() or path.name.startswith("."):
                continue
            relative = path.relative_to(self.root)
            if relative.as_posix() == "README.md":
                continue
            if relative.as_posix() == "vocabularies.yaml":
                self.vocabulary = self._open(path)
            elif relative.as_posix() == "search/words.yaml":
                self.words = self._open(path)
            elif relative.as_posix() == "mots-a-eviter.yaml":
                self.words_to_avoid = self._open(path)
            elif relative.as_posix() == "home.yaml":
                file = self._open(path)
                if file:
                    self.files["home"]["home"] = file
            elif len(relative.parts) == 2 and relative.parts[0] in BY_FOLDER and path.suffix == ".md":
                file = self._open(path)
                if file:
                    self.files[relative.parts[0]][file.content_id] = file
            else:
                self.problems.append(Problem(path.relative_to(self.root.parent).as_posix(), 1, "fichier inattendu ici"))

    def _schema(self, file: ContentFile, schema: type) -> bool:
        try:
            schema.model_validate(file.header)
        except ValidationError as error:
            for detail in error.errors():
                where = tuple(part for part in detail["loc"] if part != "function-after")
                name = ".".join(str(part) for part in where)
                self.problems.append(file.problem(f"{name or 'en-tête'} : {detail['msg']}", line=file.line_of(where)))
            return False
        return True

    def _check(self) -> None:
        for missing, name in ((self.vocabulary, "vocabularies.yaml"), (self.files["home"].get("home"), "home.yaml")):
            if missing is None:
                self.problems.append(Problem(f"{self.root.name}/{name}", 1, "ce fichier manque"))
        if self.vocabulary:
            self._schema(self.vocabulary, schemas.Vocabulary)
        if self.words:
            self._schema(self.words, schemas.Words)
        if self.words_to_avoid:
            self._schema(self.words_to_avoid, schemas.WordsToAvoid)
        valid = []
        for kind in KINDS:
            for file in list(self.files[kind.folder].values()):
                if not re.fullmatch(r"[a-z0-9]+(-{1,2}[a-z0-9]+)*", file.content_id):
                    self.problems.append(file.problem("le nom du fichier doit être en minuscules, chiffres et tirets"))
                if self._schema(file, kind.schema):
                    valid.append((kind, file))
                else:
                    del self.files[kind.folder][file.content_id]
        for kind, file in valid:
            if kind.prepare:
                kind.prepare(file)
            if kind.check:
                self.problems += [file.problem(message, line=file.line_of(where)) for where, message in kind.check(file)]
        if self.problems:
            return
        self._check_references(valid)
        self._check_texts(valid)
        self._check_unique()

    def _known(self) -> dict[str, set[str]]:
        known = {folder: set(files) for folder, files in self.files.items()}
        vocabulary = self.vocabulary.header if self.vocabulary else {}
        known["audience"] = {str(row["slug"]) for row in vocabulary.get("audiences", [])}
        known["priority"] = {str(row["number"]) for row in vocabulary.get("ptsm_priorities", [])}
        known["outcome"] = {str(row["slug"]) for row in vocabulary.get("outcomes", [])}
        known["mission"] = {str(row["number"]) for row in vocabulary.get("missions", [])}
        known["roadmap-number"] = {str(file.header["number"]) for file in self.files["roadmap"].values()}
        known["departement"] = departement_codes()
        known["region"] = region_codes()
        return known

    def _check_references(self, files: list[tuple[Kind, ContentFile]]) -> None:
        known = self._known()
        for kind, file in files:
            for column in kind.columns:
                for target_kind, key in column.references(column.parse(file)):
                    line = file.line_of_value(column.key, key)
                    if key not in known[target_kind]:
                        self.problems.append(file.problem(f"{column.key} : « {key} » n’existe pas ({target_kind})", line=line))
                    if kind.folder == target_kind and key == file.content_id:
                        self.problems.append(file.problem(f"{column.key} : la fiche renvoie à elle-même", line=line))

    def _addresses(self) -> set[str]:
        known = {"/"} | {str(file.header["path"]) for file in self.files["pages"].values()}
        for folder, pattern in RECORD_ADDRESSES.items():
            known |= {pattern.format(name) for name in self.files[folder]}
        known |= {f"/{file.header['pathway']}/{name}/" for name, file in self.files["themes"].items()}
        return known

    def _check_texts(self, files: list[tuple[Kind, ContentFile]]) -> None:
        addresses = self._addresses()
        for kind, file in files:
            titles = Counter(section.title for section in file.sections)
            if kind.folder == "practices":
                for section in file.sections:
                    if section.title not in PRACTICE_HEADINGS:
                        self.problems.append(file.problem(f"titre inconnu : « {section.title} »", line=section.line))
                    elif not section.text:
                        self.problems.append(file.problem(f"section vide : « {section.title} »", line=section.line))
                for title in sorted(REQUIRED_HEADINGS - set(titles)):
                    self.problems.append(file.problem(f"il manque la section « {title} »"))
            for title, count in titles.items():
                if count > 1:
                    self.problems.append(file.problem(f"titre répété : « {title} »"))
            for section in file.sections:
                for offset, address in links_in(section.text):
                    path = address.split("#")[0].split("?")[0]
                    if address.startswith("/") and path not in addresses:
                        self.problems.append(
                            file.problem(f"le lien {address} ne mène nulle part", line=section.line + offset + 1)
                        )
                    elif not re.match(r"(/|#|https?://|mailto:|tel:)", address):
                        self.problems.append(file.problem(f"adresse incomprise : {address}", line=section.line + offset + 1))

    def _check_unique(self) -> None:
        for folder, key in (("pages", "path"), ("roadmap", "number"), ("glossary", "term"), ("practices", "name")):
            seen: dict[str, ContentFile] = {}
            for file in self.files[folder].values():
                value = str(file.header[key]).casefold()
                if value in seen:
                    self.problems.append(file.problem(f"{key} : déjà pris par {seen[value].name}", line=file.line_of((key,))))
                seen[value] = file
        named = {str(file.header.get("dossier")) for file in self.files["practices"].values()}
        for name, file in self.files["dossiers"].items():
            if name not in named and not file.header.get("without_practice"):
                self.problems.append(file.problem("aucune pratique n’a ce dossier : donnez-lui le nom de sa pratique"))
        paths = {"/", *(str(file.header["path"]) for file in self.files["pages"].values())}
        paths |= {f"/{name}/" for name in self.files["pathways"]}
        for kind in KINDS:
            for file in self.files[kind.folder].values():
                if kind.parent and kind.parent(file) not in paths:
                    self.problems.append(file.problem(f"la page {kind.parent(file)}, qui doit la porter, n’existe pas"))
