"""Access tokens for the load: a key pair of this run, real ES256 signatures."""
from __future__ import annotations

import json
from datetime import timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from shared.kernel.clock import SystemClock

ISSUER = "http://issuer.bench/oidc"
_KEY_ID = "bench"
_LIFETIME = timedelta(minutes=30)


class Issuer:
    """Signs borrowers' tokens for credit."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())

    @property
    def public_key(self) -> str:
        """The verification key as a JWK."""
        jwk: dict[str, str] = ECAlgorithm.to_jwk(self._private.public_key(), as_dict=True)
        return json.dumps({**jwk, "kid": _KEY_ID, "alg": "ES256"})

    def token(self, subject: str) -> str:
        """A borrower's token."""
        now = SystemClock().now()
        claims = {"iss": ISSUER, "aud": "credit", "sub": subject, "kind": "borrower", "iat": now, "exp": now + _LIFETIME}
        return jwt.encode(claims, self._private, algorithm="ES256", headers={"kid": _KEY_ID})
