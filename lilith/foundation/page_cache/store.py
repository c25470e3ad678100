"""Kept pages: how one is made from a response, and the bounded memory that holds them."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

import brotli

Headers = list[tuple[str, str]]
# Set again for each encoding, or of no meaning for another reader.
DROPPED = {
    "content-length",
    "etag",
    "vary",
    "cache-control",
    "x-lilith-cache",
    "set-cookie",
    "date",
    "x-request-id",
    "last-modified",
}
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/rss+xml", "application/atom+xml", "image/svg+xml",
                "application/ld+json", "application/geo+json", "application/manifest+json")  # fmt: skip
CACHE_CONTROL = "public, max-age=0, must-revalidate"
WORTH_COMPRESSING = 500


@dataclass(slots=True)
class Variant:
    """One page in one encoding, ready to send."""

    etag: str
    headers: Headers
    headers_not_modified: Headers
    body: list[bytes]


class Entry:
    """A page that was kept: its encodings, the token it was made under and when it ends (monotonic seconds)."""

    __slots__ = ("expires", "is_page", "path", "size", "token", "used", "variants")

    def __init__(self, *, path: str, headers: Headers, bodies: dict[str, bytes], token: bytes, expires: float) -> None:
        self.path = path
        self.token = token
        self.expires = expires
        self.used = True
        kept = [(name, value) for name, value in headers if name.lower() not in DROPPED]
        self.is_page = any(name.lower() == "content-type" and value.startswith("text/html") for name, value in kept)
        digest = hashlib.sha256(bodies[""]).hexdigest()[:24]
        self.variants = {encoding: _variant(kept, body, encoding, digest) for encoding, body in bodies.items()}
        self.size = sum(len(body) for body in bodies.values()) + 2000

    def variant(self, encoding: str) -> Variant:
        """The page in this encoding, or plain when it was not worth encoding."""
        return self.variants.get(encoding) or self.variants[""]


def _variant(headers: Headers, body: bytes, encoding: str, digest: str) -> Variant:
    etag = f'"{digest}-{encoding}"' if encoding else f'"{digest}"'
    validators = [("ETag", etag), ("Cache-Control", CACHE_CONTROL), ("Vary", "Accept-Encoding")]
    full = [*headers, *validators, ("Content-Length", str(len(body)))]
    if encoding:
        full.append(("Content-Encoding", encoding))
    not_modified = [(n, v) for n, v in headers if n.lower() not in {"content-type", "content-language"}] + validators
    return Variant(etag=etag, headers=full, headers_not_modified=not_modified, body=[body])


def encode(body: bytes, content_type: str, *, encodings: tuple[str, ...] = ("br", "gzip")) -> dict[str, bytes]:
    """The body in each encoding that makes it smaller; always plain, under the key ""."""
    bodies = {"": body}
    if len(body) >= WORTH_COMPRESSING and content_type.startswith(COMPRESSIBLE):
        if "br" in encodings:
            bodies["br"] = brotli.compress(body, quality=5)
        if "gzip" in encodings:
            bodies["gzip"] = gzip.compress(body, 6, mtime=0)
    return {name: data for name, data in bodies.items() if not name or len(data) < len(body)}


@lru_cache(maxsize=256)
def accepted(header: str) -> str:
    """The encoding to send to a client that sent this Accept-Encoding: br, gzip or "" (plain)."""
    weights: dict[str, float] = {}
    for part in header.lower()[:400].split(","):
        name, _, parameters = part.partition(";")
        weight = 1.0
        if parameters.strip().startswith("q="):
            try:
                weight = float(parameters.strip()[2:])
            except ValueError:
                weight = 0.0
        weights[name.strip()] = weight
    default = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda name: weights.get(name, default))
    return best if weights.get(best, default) > 0 else ""


def etag_matches(header: str, etag: str) -> bool:
    """True when If-None-Match names this page (compared weakly, as the standard says)."""
    if header == etag or header.strip() == "*":
        return True
    return any(part.strip().removeprefix("W/") == etag for part in header[:4000].split(","))


class Store:
    """A bounded memory of entries: when it is full, what was not read since the last round goes first."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._entries: OrderedDict[object, Entry] = OrderedDict()
        self._lock = threading.Lock()
        # Reading takes no lock: one dictionary look-up is atomic.
        self.get = self._entries.get

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, key: object, entry: Entry) -> None:
        """Keep an entry, making room for it; one that is too large for the whole memory is not kept."""
        if entry.size > self.limit // 4:
            return
        with self._lock:
            old = self._entries.pop(key, None)
            if old is not None:
                self.size -= old.size
            self._entries[key] = entry
            self.size += entry.size
            while self.size > self.limit:
                oldest, candidate = self._entries.popitem(last=False)
                if candidate.used and candidate.token == entry.token and candidate is not entry:
                    candidate.used = False
                    self._entries[oldest] = candidate
                else:
                    self.size -= candidate.size


class SharedStore:
    """The same pages in Redis, so that one process makes a page for all of them. Never fails: no Redis, no page."""

    def __init__(self, url: str, release: str, seconds: int) -> None:
        import redis

        self._redis = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._errors = (redis.RedisError, OSError)
        self._release = release
        self._seconds = seconds

    def _name(self, key: object, token: bytes) -> str:
        digest = hashlib.sha256(repr((self._release, token, key)).encode()).hexdigest()
        return f"lilith:page:{digest}"

    def get(self, key: object, token: bytes, expires: float) -> Entry | None:
        """The page of this key made under this token, if any."""
        try:
            packed = self._redis.get(self._name(key, token))
            return unpack(packed, token, expires) if packed else None
        except (*self._errors, ValueError, KeyError, struct.error):
            return None

    def put(self, key: object, entry: Entry, headers: Headers, seconds: float) -> None:
        """Share a page for `seconds` at most."""
        try:
            self._redis.set(self._name(key, entry.token), pack(entry, headers), ex=max(1, int(min(seconds, self._seconds))))
        except self._errors:
            return


def pack(entry: Entry, headers: Headers) -> bytes:
    """An entry as bytes: a JSON head, then the bodies."""
    bodies = {name: variant.body[0] for name, variant in entry.variants.items()}
    head = json.dumps({"path": entry.path, "headers": headers, "bodies": [[n, len(b)] for n, b in bodies.items()]}).encode()
    return struct.pack("<I", len(head)) + head + b"".join(bodies.values())


def unpack(packed: bytes, token: bytes, expires: float) -> Entry:
    """The entry that `pack` wrote. Raises ValueError, KeyError or struct.error when the bytes are something else."""
    (length,) = struct.unpack_from("<I", packed)
    head = json.loads(packed[4 : 4 + length])
    at, bodies = 4 + length, {}
    for name, size in head["bodies"]:
        bodies[name] = packed[at : at + size]
        at += size
    if at != len(packed):
        raise ValueError("truncated page")
    return Entry(path=head["path"], headers=[(n, v) for n, v in head["headers"]], bodies=bodies, token=token, expires=expires)
