"""Opaque signed cursors bound to the list and its filters: changed filters or bytes are refused."""
from __future__ import annotations

import base64
import hmac
import json
from hashlib import sha256
from typing import Any

from pydantic import SecretStr

from shared.web.edge_errors import CursorInvalid

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 200
_MAC_BYTES = 16


class Cursors:
    """Makes and reads cursors with one service's key."""

    def __init__(self, key: SecretStr) -> None:
        self._key = base64.b64decode(key.get_secret_value())

    def encode(self, last: list[Any], *, listing: str) -> str:
        """The cursor after the row whose sort key is `last`; `listing` names the list and its filters."""
        payload = json.dumps(last, separators=(",", ":"), default=str).encode()
        return base64.urlsafe_b64encode(self._mac(payload, listing) + payload).decode().rstrip("=")

    def decode(self, cursor: str | None, *, listing: str) -> list[Any] | None:
        """The sort key to continue after, None for the first page; raises CursorInvalid."""
        if cursor is None:
            return None
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            mac, payload = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
            if not hmac.compare_digest(mac, self._mac(payload, listing)):
                raise CursorInvalid()
            found: list[Any] = json.loads(payload)
        except ValueError as error:
            raise CursorInvalid() from error
        return found

    def _mac(self, payload: bytes, listing: str) -> bytes:
        return hmac.new(self._key, listing.encode() + b"\n" + payload, sha256).digest()[:_MAC_BYTES]
