"""How a French word sounds, roughly: two spellings of the same sound have the same key."""

from __future__ import annotations

import re
from functools import lru_cache

_RULES = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"psych", "psik"),
        (r"(?:sch|sk)(?=[iy])", "sk"),
        (r"sch", "C"),
        (r"ch(?=[rlnm])", "k"),
        (r"c?ch|sh", "C"),
        (r"ph", "f"),
        (r"q(?:u)?|ck|cqu", "k"),
        (r"gu(?=[eiy])", "g"),
        (r"g(?=[eiy])e?(?=[aou])|g(?=[eiy])", "j"),
        (r"gn", "N"),
        (r"sc(?=[eiy])|c(?=[eiy])|ss|t(?=ion)|x(?=ion)", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"(?<=[aeiouy])s(?=[aeiouy])", "z"),
        (r"h", ""),
        (r"e?aux?", "o"),
        (r"oi|oy", "W"),
        (r"ou", "U"),
        (r"(?:a|e)ill?(?=e|$)", "Y"),
        (r"(?:ai|ei)n(?![aeiouyn])", "I"),
        (r"[aeoi]im(?=[bp])", "I"),
        (r"(?:[iy]|u)[nm](?![aeiouynmh])", "I"),
        (r"ien(?=s?$)", "iI"),
        (r"[ae][nm](?![aeiouynmh])", "A"),
        (r"o[nm](?![aeiouynmh])", "O"),
        (r"ai|ei|ez$|er$|et$|ee?s?$", "e"),
        (r"y", "i"),
        (r"w", "v"),
        (r"([a-zA-Z])\1+", r"\1"),
        (r"e(?=[sxtdpz]*$)", ""),
        (r"(?<=.)[sxtdpz]+$", ""),
        (r"e$", ""),
    ]
]


@lru_cache(maxsize=100_000)
def sound(form: str) -> str:
    """The key of a folded word; « scizofrenie » and « schizophrenie » differ, « skizofrenie » does not."""
    key = form
    for pattern, replacement in _RULES:
        key = pattern.sub(replacement, key)
    return key[:40]
