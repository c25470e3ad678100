"""Films held elsewhere: which host an address belongs to, and the player to load after a click. Pure functions."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from lilith.library.enums import VideoHost

# Host names → host; the identifier is then read from the path or from `v`.
HOSTS = {
    "youtube.com": VideoHost.YOUTUBE,
    "youtu.be": VideoHost.YOUTUBE,
    "youtube-nocookie.com": VideoHost.YOUTUBE,
    "vimeo.com": VideoHost.VIMEO,
    "player.vimeo.com": VideoHost.VIMEO,
    "dailymotion.com": VideoHost.DAILYMOTION,
    "dai.ly": VideoHost.DAILYMOTION,
}
IDENTIFIERS = {
    VideoHost.YOUTUBE: re.compile(r"[\w-]{11}"),
    VideoHost.VIMEO: re.compile(r"\d{5,12}"),
    VideoHost.DAILYMOTION: re.compile(r"[a-zA-Z0-9]{5,12}"),
}
# No cookie before play, captions on when the host has them.
PLAYERS = {
    VideoHost.YOUTUBE: "https://www.youtube-nocookie.com/embed/{id}?cc_load_policy=1&hl=fr&rel=0",
    VideoHost.VIMEO: "https://player.vimeo.com/video/{id}?dnt=1&texttrack=fr",
    VideoHost.DAILYMOTION: "https://www.dailymotion.com/embed/video/{id}",
}


def is_identifier(*, host: str, remote_id: str) -> bool:
    """True for an identifier that this host could have given."""
    pattern = IDENTIFIERS.get(VideoHost(host)) if host in VideoHost.values else None
    return bool(pattern and pattern.fullmatch(remote_id))


def read_address(url: str) -> tuple[str, str]:
    """(host, identifier) of the address of a film, ("", "") when it is not one that can be played here."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    name = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    host = HOSTS.get(name)
    if host is None:
        return "", ""
    candidates = [*parse_qs(parts.query).get("v", []), *reversed([piece for piece in parts.path.split("/") if piece])]
    found = next((piece for piece in candidates if is_identifier(host=host, remote_id=piece)), "")
    return (str(host.value), found) if found else ("", "")


def player_url(*, host: str, remote_id: str) -> str:
    """The address of the player; empty for our own files, plain links and identifiers that no host gives."""
    if not is_identifier(host=host, remote_id=remote_id):
        return ""
    return PLAYERS[VideoHost(host)].format(id=remote_id)
