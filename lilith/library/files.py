"""What an uploaded film or text track really is, by its content. Each check raises ValidationError with what to do about it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import webvtt
from django.core.exceptions import ValidationError
from webvtt.errors import MalformedCaptionError, MalformedFileError

LARGEST_TRACK = 2 * 1024 * 1024
FILM_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
_HEAD = 64


def film_kind(head: bytes) -> str:
    """« mp4 » or « webm » from the first bytes of a file; empty for anything else."""
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head[:_HEAD]:
        return "webm"
    return ""


def film_type(name: str) -> str:
    """The media type of a film by the end of its name."""
    return FILM_TYPES.get(PurePath(name).suffix.lstrip(".").lower(), "video/mp4")


def _read(file: Any, size: int = -1) -> bytes:
    try:
        file.seek(0)
        data = file.read(size)
        file.seek(0)
    except OSError as error:
        raise ValidationError("Le fichier est introuvable sur le serveur. Envoyez-le à nouveau.", code="missing") from error
    return data if isinstance(data, bytes) else data.encode()


def check_film(file: Any) -> None:
    """The file is an MP4 or a WebM, and its name says which."""
    kind = film_kind(_read(file, _HEAD))
    if not kind:
        raise ValidationError(
            "Ce fichier n’est pas une vidéo MP4 ou WebM. Convertissez-la, puis recommencez.", code="film_content"
        )
    suffix = PurePath(file.name).suffix.lstrip(".").lower()
    if suffix != kind:
        raise ValidationError(
            "Le nom finit par « .%(suffix)s » mais le contenu est du %(kind)s. Renommez le fichier en « .%(kind)s ».",
            code="film_name",
            params={"suffix": suffix, "kind": kind},
        )


def check_track(file: Any) -> None:
    """The file is a WebVTT with at least one caption, each of which ends after it begins."""
    data = _read(file, LARGEST_TRACK + 1)
    if len(data) > LARGEST_TRACK:
        raise ValidationError("Ce fichier dépasse 2 Mo : ce n’est sans doute pas un fichier de sous-titres.", code="track_size")
    captions_of(data)


def captions_of(data: bytes) -> list[tuple[float, float, str]]:
    """(start, end, text) of each caption, times in seconds. Raises ValidationError that says what is wrong and where."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            "Enregistrez ce fichier en UTF-8 : des lettres sont illisibles.", code="track_encoding"
        ) from error
    try:
        captions = list(webvtt.from_string(text))
    except MalformedFileError as error:
        message = "Ce fichier n’est pas au format WebVTT. Sa première ligne doit être « WEBVTT »."
        raise ValidationError(message, code="track_format") from error
    except MalformedCaptionError as error:
        message = "Une heure de ce fichier est mal écrite. Le modèle : 00:01:02.500 --> 00:01:04.000."
        raise ValidationError(message, code="track_time") from error
    written = text.count("-->")
    if not captions:
        raise ValidationError("Ce fichier ne contient aucun sous-titre.", code="track_empty")
    if len(captions) < written:
        raise ValidationError(
            "%(lost)s sous-titre(s) sur %(written)s ne peuvent pas être lus. Vérifiez les heures et les lignes vides.",
            code="track_lost",
            params={"lost": written - len(captions), "written": written},
        )
    rows = [(_seconds(caption.start), _seconds(caption.end), caption.text) for caption in captions]
    for number, (start, end, _) in enumerate(rows, start=1):
        if end <= start:
            raise ValidationError(
                "Le sous-titre %(number)s finit avant de commencer.", code="track_order", params={"number": number}
            )
    return rows


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def words_of(data: bytes) -> str:
    """What the captions say, as a running text; a sentence that goes on over two captions stays one."""
    lines: list[str] = []
    for _, _, text in captions_of(data):
        line = " ".join(text.split())
        if line and (not lines or lines[-1] != line):
            lines.append(line)
    return " ".join(lines)
