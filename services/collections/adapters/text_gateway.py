"""The operator's text gateway over HTTP; the contact's id is the message's key, so a repeat is one text."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.kernel.errors import Unavailable
from shared.web.service_client import ServiceClient

_TIMEOUT_SECONDS: Final = 3.0


class HttpTextGateway:
    """Port `TextGateway`."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def send(self, *, message_id: str, phone: str, template: str, params: Mapping[str, str]) -> None:
        response = await self._client.post(
            "/sms/v1/messages",
            {"phone": phone, "template": template, "params": dict(params)},
            scope="sms:send",
            timeout_seconds=_TIMEOUT_SECONDS,
            headers={"Idempotency-Key": message_id},
        )
        if not response.is_success:
            raise Unavailable(system="sms")
