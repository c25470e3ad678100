"""Words that stand nowhere in the site: the nearest that do."""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from lilith.search.models import Token, Word
from lilith.search.phonetics import sound

_SHORTEST = 4


def _distance_allowed(form: str) -> int:
    return 1 if len(form) <= 6 else 2


def nearest_words(form: str, *, most: int = 3) -> list[Word]:
    """Words of the site that a folded word may be meant for, the likeliest first; none for a very short word."""
    if len(form) < _SHORTEST or form.isdigit():
        return []
    key = sound(form)
    alike = list(Word.objects.filter(sound=key)[:200])
    allowed = _distance_allowed(form)
    near = _written_alike(form, allowed)
    scored: dict[str, tuple[float, Word]] = {}
    for word in [*alike, *near]:
        distance = OSA.distance(form, word.form)
        sounds = word.sound == key
        if distance <= allowed or (sounds and distance <= allowed + 2):
            scored[word.form] = (distance - (1.5 if sounds else 0.0), word)
    counts = dict(
        Token.objects.filter(text__in={word.token for _, word in scored.values()}).values_list("text", "document_count")
    )
    ranked = sorted(scored.values(), key=lambda item: (item[0], -counts.get(item[1].token, 0), item[1].form))
    return [word for _, word in ranked if counts.get(word.token, 0) > 0][:most]


def _written_alike(form: str, allowed: int) -> list[Word]:
    """Words within the distance that share the first letter."""
    first = form[0]
    rows = Word.objects.filter(form__gte=first, form__lt=chr(ord(first) + 1)).values_list("form", flat=True).distinct()
    alike = process.extract(form, list(rows), scorer=OSA.distance, score_cutoff=allowed, limit=20)
    forms = [other for other, _, _ in alike]
    return list(Word.objects.filter(form__in=forms)) if forms else []
