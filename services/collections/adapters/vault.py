"""The vault of personal data over HTTP: used and not stored; when it is silent nobody is contacted."""
from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field, ValidationError

from services.collections.application.ports import Disclosure
from services.collections.application.send_text import DisclosureRefused
from shared.kernel.errors import Unavailable
from shared.web.service_client import ServiceClient

_TIMEOUT_SECONDS: Final = 2.0
_SCOPE: Final = "onboarding:party-disclosures"


class _Fields(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    phone: str = Field(min_length=1, max_length=40)


class _Answer(BaseModel):
    """What we accept of the vault's answer; anything else counts as no answer."""

    fields: _Fields


class HttpVault:
    """Port `Vault`: one try, two seconds, no retry of its own."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def disclose(self, party_id: str) -> Disclosure:
        response = await self._client.post(
            "/internal/v1/party-disclosures",
            {"party_id": party_id, "fields": ["name", "phone"], "purpose": "COLLECTION"},
            scope=_SCOPE,
            timeout_seconds=_TIMEOUT_SECONDS,
        )
        if response.status_code in (403, 404, 409, 422):
            raise DisclosureRefused()
        if response.status_code != 200:
            raise Unavailable(system="onboarding")
        try:
            answer = _Answer.model_validate_json(response.content)
        except ValidationError:
            raise Unavailable(system="onboarding") from None
        return Disclosure(name=answer.fields.name, phone=answer.fields.phone)
