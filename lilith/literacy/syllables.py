"""Spoken syllables of a French word, by rule: the final mute e is left out, as Kandel and Moles count.

A word is rewritten until each group of vowels that is left is one syllable: letters that are not heard go away, and a hyphen
parts two vowels that are said one after the other.
"""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
_NUCLEUS = re.compile(f"[{_VOWELS}]+")
_HAS_VOWEL = re.compile(f"[{_VOWELS}]")
_FOREIGN = re.compile(r"[^a-zàâäéèêëîïôöùûüÿœæç]")
_IRREGULAR = {
    "pays": 2, "paysage": 3, "août": 1, "aout": 1, "paon": 1, "saoul": 1,
    "femme": 1, "monsieur": 2, "messieurs": 2, "abbaye": 3, "alcool": 2,
}  # fmt: skip

# (letters without which the rule is not tried, pattern, replacement), in order.
_SILENT_BEFORE_END = [
    ("qu", re.compile(r"qu(?=[aeiouéèêâîôœy'])"), "q"),
    ("gu", re.compile(r"gu(?=[eéèêiîy])"), "g"),
    ("ge", re.compile(r"(?<=g)e(?=[aoâôu])"), ""),
    ("y", re.compile(f"(?<=[{_VOWELS}])y(?=[{_VOWELS}])"), "j"),
]
_MUTE_END = re.compile(f"(?<=[^{_VOWELS}])es?$")
_AFTER_MUTE_END = [
    ("e", re.compile(r"(?<=[éiuy])es?$"), ""),
    ("ie", re.compile(r"(?<=[aoi])ie(?=s?$)"), "i"),
]
_CLUSTER = "[bcdfgptv][rl]"
_HIATUS = [
    ("i", re.compile(f"({_CLUSTER}i)(?=[aeoéèêâôu])"), r"\1-"),
    ("u", re.compile(f"({_CLUSTER}u)(?=[aeoéèê])"), r"\1-"),
    ("ou", re.compile(f"({_CLUSTER}ou)(?=[aeiéèê])"), r"\1-"),
    ("é", re.compile(r"é(?=[aoiuéèâêîôû]|e[nrzlc]|es[^$]|et)"), "é-"),
    ("", re.compile(r"(?<=[aoe])(?=[éè])"), "-"),
    ("a", re.compile(r"a(?=[oô])"), "a-"),
    ("o", re.compile(r"o(?=[aâ])|(?<=c)o(?=o)"), "o-"),
    ("", re.compile(f"(?<=[{_VOWELS}])(?=[ïëü])"), "-"),
    ("ï", re.compile(r"(?<=ï)(?=[aoeé])"), ""),
]
_MUTE_PLURAL = re.compile(f"[{_VOWELS}][^{_VOWELS}]*ent$")


@lru_cache(maxsize=65536)
def count_syllables(word: str, *, mute_plural: bool = False) -> int:
    """Spoken syllables of a word; at least 1, or 0 when it has no letter.

    `mute_plural`: the word is a verb whose final -ent is not heard (« ils aident »).
    """
    low = word.lower().replace("’", "'")
    if "-" in low or "'" in low:
        parts = re.split(r"[-']", low)
        return max(1, sum(count_syllables(part, mute_plural=mute_plural) for part in parts if _HAS_VOWEL.search(part)))
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    low = _FOREIGN.sub("", low)
    if not _HAS_VOWEL.search(low):
        return len(low)  # letters said one by one
    if mute_plural and low.endswith("ent") and len(low) > 4 and _MUTE_PLURAL.search(low):
        low = low[:-3] if _HAS_VOWEL.search(low[:-3]) else low[:-3] + "e"
    low = _rewrite(low, _SILENT_BEFORE_END)
    if low.endswith(("e", "es")) and len(_NUCLEUS.findall(low)) > 1:
        low = _MUTE_END.sub("", low)
    low = _rewrite(low, _AFTER_MUTE_END)
    low = _rewrite(low, _HIATUS)
    return max(1, len(_NUCLEUS.findall(low)))


def _rewrite(word: str, rules: list[tuple[str, re.Pattern[str], str]]) -> str:
    for trigger, pattern, replacement in rules:
        if trigger in word:
            word = pattern.sub(replacement, word)
    return word
