"""The issuer's ES256 key from its PEM file, and its public half as a JWK named by its thumbprint (RFC 7638)."""
from __future__ import annotations

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt import PyJWK

_COORDINATE_BYTES = 32


class SigningKey:
    """Signs tokens, and verifies the sandbox's own without asking itself over HTTP."""

    def __init__(self, private_key: ec.EllipticCurvePrivateKey) -> None:
        self._private_key = private_key
        numbers = private_key.public_key().public_numbers()
        public = {"crv": "P-256", "kty": "EC", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}
        thumbprint = json.dumps(public, separators=(",", ":"), sort_keys=True).encode()
        self.key_id = _base64url(sha256(thumbprint).digest())
        self.jwk: dict[str, Any] = {**public, "kid": self.key_id, "use": "sig", "alg": "ES256"}
        self._public = PyJWK(self.jwk, algorithm="ES256")

    @classmethod
    def load(cls, path: Path) -> SigningKey:
        """The key of a PEM file; raises ValueError or TypeError unless it is an EC P-256 private key."""
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise TypeError("SANDBOX_ISSUER_KEY_FILE must hold an EC P-256 private key")
        return cls(key)

    def sign(self, claims: dict[str, Any]) -> str:
        """A compact ES256 JWT."""
        return jwt.encode(claims, self._private_key, algorithm="ES256", headers={"kid": self.key_id})

    async def key(self, key_id: str) -> PyJWK | None:
        """The verification key of that id."""
        return self._public if key_id == self.key_id else None


def _coordinate(number: int) -> str:
    return _base64url(number.to_bytes(_COORDINATE_BYTES, "big"))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
