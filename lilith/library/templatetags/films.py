"""A film on a page: `{% load films %}{% film video %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.exceptions import ValidationError

from lilith.library import films
from lilith.library.enums import TrackKind, VideoHost
from lilith.library.files import film_type, words_of
from lilith.library.models import Video

register = template.Library()
_LANGUAGES = {"fr": "Français", "en": "Anglais", "es": "Espagnol", "de": "Allemand", "it": "Italien", "pt": "Portugais"}


@register.inclusion_tag("library/video.html")
def film(video: Video) -> dict[str, Any]:
    """Our own file plays in the page; that of a host plays after a click that says so; a plain link stays a link."""
    own = video.host == VideoHost.FILE and bool(video.file)
    tracks = list(video.tracks.all()) if own else []
    captions = [track for track in tracks if track.kind == TrackKind.CAPTIONS]
    return {
        "video": video,
        "own": own,
        "type": film_type(video.file.name) if own else "",
        "tracks": [{"track": track, "label": _LANGUAGES.get(track.language, track.language)} for track in tracks],
        "has_captions": bool(captions),
        "player": "" if own else films.player_url(host=video.host, remote_id=video.remote_id),
        "host_name": VideoHost(video.host).label if video.host in VideoHost.values else video.host,
        "minutes": round(video.duration_seconds / 60) if video.duration_seconds else 0,
        "said": "" if video.transcript else _said(captions),
    }


def _said(captions: list[Any]) -> str:
    """What captions say, when nobody has written a transcript; French first."""
    for track in sorted(captions, key=lambda track: track.language != "fr"):
        try:
            with track.file.open("rb") as file:
                return words_of(file.read())
        except (OSError, ValidationError):
            continue
    return ""
