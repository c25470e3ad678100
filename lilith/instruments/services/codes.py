"""Codes that people read on paper and type: no letter or digit that looks like another."""

from __future__ import annotations

import secrets

# Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
LENGTH = 8


def new_code() -> str:
    """A code such as « K7RQ-3XMA », one of some 78 billion."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def read_code(typed: str) -> str:
    """A code as it is kept, whatever the case, the spaces or the dashes; empty when it can be none."""
    letters = "".join(character for character in typed.upper()[:60] if character.isalnum())
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else ""
