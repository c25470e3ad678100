"""The forms in which a term of the glossary is written."""

from __future__ import annotations

import re

from lilith.library.models import Term

_ASIDE = re.compile(r"^(.*?)\s*\(([^)]+)\)\s*$")


def names_of(term: Term) -> list[str]:
    """The term, what it stands for, and what stands between brackets when that is another name.

    « MSP (métier) » gives « MSP »: the brackets only tell two terms apart. « Réhabilitation psychosociale (RPS) » gives both.
    """
    match = _ASIDE.match(term.term)
    names = [term.term]
    if match:
        outside, inside = match.groups()
        is_other_name = inside.upper() == inside or outside.upper() != outside
        names = [outside, inside] if is_other_name else [outside]
    if term.expansion:
        whole = _ASIDE.match(term.expansion)
        names += [whole.group(1)] if whole else [term.expansion]
    return list(dict.fromkeys(names))
