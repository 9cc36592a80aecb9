"""The outside identity source and its one-time codes over HTTP; silence is never a match."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from pydantic import BaseModel, Field, ValidationError

from services.onboarding.application.ports import Finding
from services.onboarding.domain.identity_verification import Method, Outcome
from services.onboarding.domain.party import PersonalField
from shared.kernel.errors import Unavailable
from shared.web.service_client import ServiceClient

_TIMEOUT_SECONDS: Final = 3.0
_ACCEPTED: Final = (200, 201, 202)


class _Answer(BaseModel):
    """What we accept of the source's answer; anything else counts as no answer."""

    result: Literal["MATCH", "MISMATCH", "UNKNOWN"]
    reference: str = Field(min_length=1, max_length=200)


class HttpIdentitySource:
    """Port `IdentitySource`: one try, a stated time-out, no retry of its own."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def verify(self, method: Method, data: Mapping[PersonalField, str], code: str | None) -> Finding:
        body: dict[str, object] = {"method": method.value, **{item.value: value for item, value in data.items()}}
        if code is not None:
            body["code"] = code
        response = await self._client.post(
            "/identity/v1/verifications", body, scope="identity:verify", timeout_seconds=_TIMEOUT_SECONDS
        )
        if response.status_code not in _ACCEPTED:
            raise Unavailable(system="identity")
        try:
            answer = _Answer.model_validate_json(response.content)
        except ValidationError:
            raise Unavailable(system="identity") from None
        return Finding(Outcome(answer.result), answer.reference)

    async def send_one_time_code(self, phone: str) -> None:
        response = await self._client.post(
            "/sms/v1/one-time-codes", {"phone": phone}, scope="sms:send", timeout_seconds=_TIMEOUT_SECONDS
        )
        if response.status_code not in _ACCEPTED:
            raise Unavailable(system="sms")
