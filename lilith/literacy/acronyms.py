"""Acronyms of a text: which are explained where they stand, which are not; and numbers in Roman letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

EVERYDAY = frozenset({"OK", "TV", "PDF", "SMS", "CD", "DVD"})
# The looks behind come after the first letter: the search then skips what is no capital.
_CANDIDATE = re.compile(
    r"[A-ZÉÈ](?:(?<![\w@/.].)(?<!É)(?<!È)\.(?:[A-Z]\.)+"
    r"|(?<![\w@/.-].)(?:[A-ZÉÈ0-9&]*[A-ZÉÈ])s?(?![\w@])(?!\.[a-z]))"
)
_LONGEST = 9
# Each acronym is looked for in the whole text: beyond so many different ones, the rest counts as unexplained.
_MOST_LOOKED_UP = 300
_EXPANSION_AFTER = (
    r"(?:\(([^()]{6,120})\)|\s:\s([^.;\n]{6,120})|\s?[–—-]\s([^.;\n]{6,120})"
    r"|,?\s(?:c[’']est[- ]à[- ]dire|ou|signifie|veut dire|désigne|est l[’']abréviation de)\s([^.;\n]{6,120}))"
)

_ROMAN_UNITS = r"(?:IX|IV|V?I{0,3})"
_ROMAN = rf"M{{0,3}}(?:CM|CD|D?C{{0,3}})(?:XC|XL|L?X{{0,3}}){_ROMAN_UNITS}"
_ORDINAL = re.compile(rf"\b(?=[IVXLCDM]){_ROMAN}(?:er|ère|e|ème|è|nd|nde)\b")
_NOT_ORDINALS = frozenset({"Ce", "De", "Le", "Me", "Mme", "Ler", "Mer", "Cer", "Der"})
_CARDINAL = re.compile(rf"(?<![\w.’'-])(?=[IVX]{{2,}})X{{0,3}}{_ROMAN_UNITS}(?![\w’'])")
_RUN = re.compile(r"[IVX]{2,}")
_RUN_WITH_ENDING = re.compile(r"(?<![IVXLCDM])[IVXLCDM]+[eèén]")
_ALONE = re.compile(r"(?<=\s)[IVX]\b(?!\.[A-Z])")
_NOUN_BEFORE = re.compile(
    r"(?:axes?|annexes?|chapitres?|parties?|tomes?|niveaux?|types?|titres?|volumes?|vol\.|phases?|livres?|article|fig(?:ure)?\.?"
    r"|tableau|stade|grade|groupe|louis|henri|charles|françois|napoléon|jean[- ]paul|benoît|pie)\s+$",
    re.IGNORECASE,
)
_LONGEST_NOUN = 24
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@dataclass(frozen=True, slots=True)
class Acronyms:
    """`explained`: acronym → its expansion; `unexplained`: acronym → how often it stands in the text."""

    explained: dict[str, str] = field(default_factory=dict)
    unexplained: dict[str, int] = field(default_factory=dict)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFD", text.lower()).encode("ascii", "ignore").decode()


def _appear_in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def fits(acronym: str, phrase: str) -> bool:
    """True when the letters of the acronym stand, in order, at the beginnings of the words of the phrase.

    Acronyms made of syllables are taken too (« CoFoR »): the letters in order, half of them at least at a beginning.
    """
    words = re.findall(r"\w+", _fold(phrase.replace("’", " ").replace("'", " ")))
    letters = re.sub(r"\d", "", _fold(acronym))
    if _appear_in_order(letters, "".join(word[0] for word in words)):
        return True
    joined = " ".join(words)
    place, beginnings = 0, 0
    for letter in letters:
        found = joined.find(letter, place)
        if found < 0:
            return False
        beginnings += found == 0 or joined[found - 1] == " "
        place = found + 1
    return beginnings >= max(2, len(letters) // 2)


def is_title_in_capitals(line: str) -> bool:
    """True when a line is wholly in capitals: a title, not a set of acronyms."""
    return len(re.findall(r"[A-ZÀ-Ý]{2,}", line)) >= 3 and not re.search(r"[a-zà-ÿ]{2,}", line)


def acronym_of(match: re.Match[str], everyday: Collection[str] = EVERYDAY) -> str:
    """The acronym that a candidate writes (« G.E.M. », « GEMs » → GEM); empty when it is none."""
    letters = match.group().replace(".", "").rstrip("s")
    if not 2 <= len(letters) <= _LONGEST or letters in everyday:
        return ""
    if set(letters) <= set("IVX") and re.fullmatch(_ROMAN, letters):
        return ""
    return letters


def find_acronyms(lines: list[str], known: Mapping[str, str], everyday: Collection[str] = EVERYDAY) -> Acronyms:
    """Acronyms of the lines of a text. `known`: acronym → expansion shown by the page itself (glossary, `<abbr>`)."""
    body = "\n".join(line for line in lines if not is_title_in_capitals(line))
    counts = Counter(name for match in _CANDIDATE.finditer(body) if (name := acronym_of(match, everyday)))
    explained: dict[str, str] = {}
    for index, name in enumerate(counts):
        expansion = known.get(name) or known.get(name + "s") or (name if name in known else "")
        if not expansion and index < _MOST_LOOKED_UP:
            expansion = _explained_in(body, name)
        if expansion:
            explained[name] = expansion
    unexplained = {name: count for name, count in counts.most_common() if name not in explained}
    return Acronyms(explained, unexplained)


def candidates(text: str) -> list[re.Match[str]]:
    """Places of a text where an acronym may stand."""
    return list(_CANDIDATE.finditer(text))


def _explained_in(body: str, name: str) -> str:
    """The expansion that the text itself gives: « expansion (ABC) », « ABC (expansion) », « ABC : … », « ABC signifie … »."""
    written = r"\.?".join(map(re.escape, name)) + r"s?"
    size = len(re.sub(r"\d", "", name))
    before = re.compile(rf"((?:[\w’'\-«»]+[\s,]+){{1,{2 * size + 6}}})\((?:[^()]{{0,30}}\s|\s*){written}\b")
    for parenthesis in re.finditer(rf"\((?:[^()]{{0,30}}\s|\s*){written}\b", body):
        # Look back over one line's worth only: the expansion stands just before.
        head = body[max(0, parenthesis.start() - 40 * (2 * size + 6)) : parenthesis.end()]
        match = None
        for match in before.finditer(head):
            if match.end() == len(head):
                break
        if match is None or match.end() != len(head):
            continue
        words = match.group(1).split()
        for length in range(max(2, size - 2), len(words) + 1):
            phrase = " ".join(words[-length:])
            if fits(name, phrase):
                return phrase
    # The look behind comes after the first letter: the search then skips every other one.
    after = re.search(rf"{re.escape(name[0])}(?<!\w.){written[len(re.escape(name[0])) :]}\s*{_EXPANSION_AFTER}", body)
    if after:
        phrase = next(group for group in after.groups() if group)
        if fits(name, phrase) or re.search(r"c[’']est|signifie|veut dire", after.group()):
            return phrase.strip()
    return ""


def find_romans(text: str) -> list[tuple[int, str]]:
    """(place, letters) of each number written in Roman letters: « XXe », « IV », « axe I »."""
    # Runs of capitals first: they are few, and the exact patterns are slow to search for.
    ordinals = (_ORDINAL.match(text, run.start()) for run in _RUN_WITH_ENDING.finditer(text))
    found = [
        (match.start(), match.group())
        for match in ordinals
        if match and (match.group() == "Xe" or match.group() not in _NOT_ORDINALS)
    ]
    cardinals = (_CARDINAL.match(text, run.start()) for run in _RUN.finditer(text))
    found += [(match.start(), match.group()) for match in cardinals if match]
    found += [
        (match.start(), match.group())
        for match in _ALONE.finditer(text)
        if _NOUN_BEFORE.search(text[max(0, match.start() - _LONGEST_NOUN) : match.start()])
    ]
    return sorted(found)


def roman_value(letters: str) -> int:
    """The number that capital Roman letters write; other signs end it (« XXe » → 20)."""
    head = re.match(r"[IVXLCDM]+", letters)
    total = 0
    values = [_ROMAN_VALUES[letter] for letter in (head.group() if head else "")]
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total
