"""Passwords and keys of one machine: made once at first need, kept in a file only its owner can read."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def write_private(path: Path, text: str) -> None:
    """Replace the file at once, readable by its owner only (0600) from the first byte."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


class SecretStore:
    """Named secrets. Asking for one that does not exist makes it; `save` keeps what was made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def password(self, name: str) -> str:
        """192 random bits, safe in URLs and shells."""
        return self._values.setdefault(name, secrets.token_hex(24))

    def key(self, name: str) -> str:
        """32 random bytes in base64, for AES-256 and HMAC."""
        return self._values.setdefault(name, base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())

    def save(self) -> None:
        write_private(self._path, json.dumps(self._values, indent=1, sort_keys=True))


def ensure_issuer_key(path: Path) -> None:
    """The development issuer's signing key: EC P-256, PEM."""
    if path.exists():
        return
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(path, pem.decode())
