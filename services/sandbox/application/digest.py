"""Tells whether a number came again with the same content."""
from __future__ import annotations

from hashlib import sha256


def digest_of(*parts: object) -> str:
    """A hash of what a request asks for; values by their repr, which dataclasses of values have in full."""
    return sha256(repr(parts).encode()).hexdigest()
