"""Ed25519 keys and signatures in the notation of Standard Webhooks: `whpk_` keys, `v1a,` signatures."""
from __future__ import annotations

import base64
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from services.partners.application.ports import Parcel
from services.partners.domain.delivery import signed_content
from services.partners.domain.endpoint import SigningKey
from shared.db.crypto import FieldCipher

PUBLIC_PREFIX: Final = "whpk_"
SCHEME: Final = "v1a"


class Ed25519Signer:
    """Port `Signer`. Private halves leave this class only sealed, bound to the row of their key."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def new_key(self, key_id: str) -> SigningKey:
        private = Ed25519PrivateKey.generate()
        raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return SigningKey(
            key_id=key_id,
            public_key=PUBLIC_PREFIX + base64.b64encode(public).decode(),
            sealed=self._cipher.encrypt(base64.b64encode(raw).decode(), place=_place(key_id)),
        )

    def sign(self, parcel: Parcel, timestamp: int) -> str:
        content = signed_content(parcel.webhook_id, timestamp, parcel.body)
        signatures = (self._private(key).sign(content) for key in parcel.keys)
        return " ".join(f"{SCHEME},{base64.b64encode(signature).decode()}" for signature in signatures)

    def _private(self, key: SigningKey) -> Ed25519PrivateKey:
        raw = base64.b64decode(self._cipher.decrypt(key.sealed, place=_place(key.key_id)))
        return Ed25519PrivateKey.from_private_bytes(raw)


def _place(key_id: str) -> str:
    return f"signing_key:sealed:{key_id}"
