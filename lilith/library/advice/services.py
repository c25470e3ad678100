"""Verbs of the list of words to avoid."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from lilith.accounts.enums import Role
from lilith.foundation.fields import lines_of
from lilith.library.advice.models import WordAdvice

FIELDS = ("word", "forms", "reason", "say", "why", "live")
_TWICE = "Ce mot est déjà dans la liste."


@transaction.atomic
def add_word_advice(*, values: Mapping[str, Any], role: Role, today: date) -> WordAdvice:
    """Put a word in the list. Raises ValidationError, on the field `word` when it is there already."""
    advice = WordAdvice(**{name: values[name] for name in FIELDS}, kept_by=role, changed_on=today)
    advice.full_clean()
    try:
        with transaction.atomic():
            advice.save()
    except IntegrityError as error:
        raise ValidationError({"word": _TWICE}) from error
    return advice


@transaction.atomic
def change_word_advice(
    *, advice: WordAdvice, values: Mapping[str, Any], seen_version: int, role: Role, today: date
) -> WordAdvice:
    """Change an entry as it was at `seen_version`.

    Raises ValidationError: of code « stale » when someone changed the entry meanwhile, on a field when a value is wrong.
    """
    for name in FIELDS:
        setattr(advice, name, values[name])
    advice.kept_by, advice.changed_on, advice.version = role, today, seen_version + 1
    advice.full_clean()
    changed = {name: getattr(advice, name) for name in (*FIELDS, "kept_by", "changed_on", "version")}
    try:
        with transaction.atomic():
            written = WordAdvice.objects.filter(pk=advice.pk, version=seen_version).update(**changed)
    except IntegrityError as error:
        raise ValidationError({"word": _TWICE}) from error
    if not written:
        raise ValidationError(
            "Quelqu’un a changé ce mot pendant que vous écriviez. Copiez votre texte, rechargez la page, puis reprenez.",
            code="stale",
        )
    return advice


@transaction.atomic
def set_word_advice(*, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Load the list from its file: rows of `word`, `reason`, and optional `forms`, `say`, `why`.

    A row is known by its word. One that people changed on the site, or wrote there themselves, is left as it is and returned.
    """
    kept: list[str] = []
    everyone = list(WordAdvice.objects.all())
    known = {advice.word.lower(): advice for advice in everyone} | {
        advice.content_key.lower(): advice for advice in everyone if advice.content_key
    }
    seen: set[str] = set()
    for row in rows:
        key = str(row["word"])
        seen.add(key)
        said = WordAdvice(
            word=key,
            reason=row["reason"],
            forms="\n".join(map(str, row.get("forms") or [])),
            say=str(row.get("say") or ""),
            why=str(row.get("why") or ""),
        )
        digest = _digest(said)
        advice = known.get(key.lower())
        if advice is None:
            said.content_key, said.content_digest = key, digest
            said.full_clean()
            said.save()
        elif _digest(advice) == digest:
            # What people wrote came back through the file: from now on they agree.
            if (advice.content_key, advice.content_digest) != (key, digest):
                WordAdvice.objects.filter(pk=advice.pk).update(content_key=key, content_digest=digest)
        elif _digest(advice) != advice.content_digest:
            kept.append(key)
        else:
            changed = {name: getattr(said, name) for name in ("word", "reason", "forms", "say", "why")}
            WordAdvice.objects.filter(pk=advice.pk).update(
                **changed, content_key=key, content_digest=digest, version=F("version") + 1
            )
    gone = [
        advice.pk
        for advice in everyone
        if advice.content_key and advice.content_key not in seen and _digest(advice) == advice.content_digest
    ]
    WordAdvice.objects.filter(pk__in=gone).delete()
    return kept


def _digest(advice: WordAdvice) -> str:
    content = [advice.word, lines_of(advice.forms), advice.reason, advice.say, advice.why, advice.live]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
