"""Names of authors, as one line of text each. Pure functions.

Three ways to write one: « Whiteford, Harvey A. » (what reference managers give), « Whiteford H.A. », or the name of an
organisation, as it is. An organisation whose name holds a comma stands between braces, as in BibTeX.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OTHERS = re.compile(r"^et\s+(coll|al)\.?$|^others$", re.IGNORECASE)
_INITIALS = re.compile(r"^(?P<family>.+?)\s+(?P<given>(?:[A-ZÀ-Þ]\.[\s-]?)+)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A person (`family`, `given`) or an organisation (`literal`)."""

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def line(self) -> str:
        """The line of the record that says this name; `read_name` gives it back."""
        if self.literal:
            return f"{{{self.literal}}}" if "," in self.literal or _INITIALS.match(self.literal) else self.literal
        return f"{self.family}, {self.given}" if self.given else f"{self.family},"

    @property
    def shown(self) -> str:
        """The name as a list shows it: « Whiteford H.A. », « Haute Autorité de santé »."""
        return self.literal or f"{self.family} {initials(self.given)}".strip()


def initials(given: str) -> str:
    """« Harvey A. » → « H.A. »; « Jean-Luc » → « J.-L. »."""
    found = []
    for part in given.replace(".", ". ").split():
        letters = [piece[0].upper() for piece in part.split("-") if piece]
        found.append(".-".join(letters) + "." if letters else "")
    return "".join(found)


def read_name(line: str) -> Name:
    """The name that a line says."""
    line = line.strip()
    if line.startswith("{") and line.endswith("}"):
        return Name(literal=line[1:-1].strip())
    family, comma, given = line.partition(",")
    if comma:
        return Name(family=family.strip(), given=given.strip())
    match = _INITIALS.match(line)
    return Name(family=match["family"], given=match["given"].strip()) if match else Name(literal=line)


def is_others(line: str) -> bool:
    """True for « et coll. »: there are more authors, who are not named."""
    return bool(_OTHERS.match(line.strip()))
