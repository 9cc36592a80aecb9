"""Personal data at rest: AES-256-GCM per field with a key id, and a keyed hash to search by (domain.md R28)."""
from __future__ import annotations

import base64
import hmac
import os
from collections.abc import Mapping
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

_NONCE_BYTES = 12


class FieldCipher:
    """Encrypts single fields. The last key writes; every key listed can read, so keys can rotate."""

    def __init__(self, keys: Mapping[str, SecretStr]) -> None:
        self._ciphers = {key_id: AESGCM(base64.b64decode(key.get_secret_value())) for key_id, key in keys.items()}
        self._writing = max(keys) if keys else ""

    def encrypt(self, plain: str, *, place: str) -> bytes:
        """`place` (table:column:row) is bound into the ciphertext, so that it cannot be moved elsewhere."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._writing].encrypt(nonce, plain.encode(), place.encode())
        return b"%s:%s" % (self._writing.encode(), nonce + sealed)

    def decrypt(self, stored: bytes, *, place: str) -> str:
        """The plain field; raises InvalidTag when the bytes or their place were tampered with."""
        key_id, _, sealed = bytes(stored).partition(b":")
        plain = self._ciphers[key_id.decode()].decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
        return plain.decode()


class KeyedHash:
    """HMAC-SHA256 over a normalised value: equality search without storing the value."""

    def __init__(self, key: SecretStr) -> None:
        self._key = base64.b64decode(key.get_secret_value())

    def digest(self, kind: str, value: str) -> bytes:
        """32 bytes; `kind` keeps equal values of different fields apart."""
        return hmac.new(self._key, f"{kind}:{value}".encode(), sha256).digest()
