"""The import-linter contract of doors: from another room, only what that room shows (architecture.md)."""

from __future__ import annotations

from fnmatch import fnmatchcase as fnmatch
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """A room imports from another room only its doors.

    Options: `root` the package of the rooms; `doors` the modules that every room shows; `more_doors` further ones, as
    `room.module` or
    `room.package.*`. Tests may also import the tests of other rooms, where the factories live.
    """

    type_name = "doors"

    root = fields.StringField()
    doors = fields.SetField(subfield=fields.StringField())
    more_doors = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        wrong: list[dict[str, Any]] = []
        for importer in sorted(graph.modules):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if not self.is_allowed(importer, imported):
                    lines = [detail["line_number"] for detail in graph.get_import_details(importer=importer, imported=imported)]
                    wrong.append({"importer": importer, "imported": imported, "lines": lines})
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def is_allowed(self, importer: str, imported: str) -> bool:
        """True when both are of one room, one is outside the rooms, or the imported module is a door."""
        source, target = importer.split("."), imported.split(".")
        if source[0] != self.root or target[0] != self.root or len(source) < 2 or len(target) < 2 or source[1] == target[1]:
            return True
        if len(target) < 3:
            return False
        door = target[2]
        if door == "tests":
            return "tests" in source
        # A room whose `models` became a folder shows the folder, and what is in it.
        name = ".".join(target[1:])
        return door in self.doors or any(fnmatch(name, more) for more in self.more_doors or ())  # type: ignore[operator]

    def render_broken_contract(self, check: ContractCheck) -> None:
        for entry in check.metadata["wrong"]:
            lines = ", ".join(f"l.{line}" for line in entry["lines"])
            output.print_error(f"{entry['importer']} -> {entry['imported']} ({lines})")
        output.new_line()
