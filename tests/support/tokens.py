"""A token issuer for tests: a real key pair, real ES256 tokens, no network."""
from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt import PyJWK
from jwt.algorithms import ECAlgorithm

ISSUER = "http://issuer.test/oidc"
_KEY_ID = "test-key"


class TestIssuer:
    """Issues access tokens and is the KeySource that verifies them."""

    __test__ = False

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._private = ec.generate_private_key(ec.SECP256R1())
        public = json.loads(ECAlgorithm.to_jwk(self._private.public_key()))
        self._public = PyJWK({**public, "kid": _KEY_ID, "alg": "ES256"}, algorithm="ES256")

    async def key(self, key_id: str) -> PyJWK | None:
        """The verification key of an id."""
        return self._public if key_id == _KEY_ID else None

    def token(
        self, *, audience: str, subject: str, kind: str, lifetime: timedelta = timedelta(minutes=15), **claims: Any
    ) -> str:
        """An access token; further claims: roles, outlets, scope, authority_fen, partner_id."""
        payload = {
            "iss": ISSUER,
            "aud": audience,
            "sub": subject,
            "kind": kind,
            "iat": self._now,
            "exp": self._now + lifetime,
            **claims,
        }
        return jwt.encode(payload, self._private, algorithm="ES256", headers={"kid": _KEY_ID})

    def bearer(self, **claims: Any) -> dict[str, str]:
        """The authorization header of a token."""
        return {"Authorization": f"Bearer {self.token(**claims)}"}
