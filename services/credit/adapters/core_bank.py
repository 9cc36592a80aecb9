"""The core bank over HTTP: mandates, pay-outs, debits. Every call carries its own number, so it may be made again."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from services.credit.application.errors import MandateRefused
from services.credit.application.records.payout import PayoutStatus
from shared.kernel.errors import Unavailable
from shared.schemas.fields import BalanceFen
from shared.web.service_client import ServiceClient

CORE_BANK: Final = "sandbox"
"""Name of the core bank among the configured services."""
_SCOPE: Final = "corebank:payments"
_TIMEOUT_SECONDS: Final = 5.0
_NOT_FOUND, _CONFLICT = 404, 409


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


Body = TypeVar("Body", bound=_Answer)


class PayoutAnswer(_Answer):
    """What became of a pay-out."""

    status: PayoutStatus
    reason: str | None = None


class DebitAnswer(_Answer):
    """What was taken from an account."""

    paid_fen: BalanceFen
    reason: str | None = None


class _Mandate(_Answer):
    mandate_id: str


@dataclass(frozen=True, slots=True)
class HolderOfAccount:
    """Who lets the bank use his account; used for the one call and not kept."""

    name: str
    id_number: str
    card_number: str


class CoreBank:
    """Raises Unavailable when the core bank is silent, slow (5 s) or answers what cannot be read."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def register_mandate(self, holder: HolderOfAccount, reference: str) -> str:
        """The mandate of a contract, made if need be. Raises MandateRefused when card and holder do not match."""
        body: dict[str, Any] = {
            "account_no": holder.card_number,
            "name": holder.name,
            "id_number": holder.id_number,
            "reference": reference,
        }
        response = await self._post("/corebank/v1/mandates", body)
        if response.status_code == _CONFLICT:
            raise MandateRefused()
        return _read(response, _Mandate).mandate_id

    async def pay_out(
        self, *, request_no: str, mandate_id: str, amount_fen: int, business_date: date, callback_url: str
    ) -> PayoutAnswer:
        """Asks for a pay-out; the same number again gets the present answer."""
        body: dict[str, Any] = {
            "request_no": request_no,
            "mandate_id": mandate_id,
            "amount_fen": amount_fen,
            "business_date": business_date.isoformat(),
            "callback_url": callback_url,
        }
        return _read(await self._post("/corebank/v1/payouts", body), PayoutAnswer)

    async def payout(self, request_no: str) -> PayoutAnswer:
        """The present answer; UNKNOWN when the core bank never heard of it."""
        path = f"/corebank/v1/payouts/{request_no}"
        response = await self._client.get(path, scope=_SCOPE, timeout_seconds=_TIMEOUT_SECONDS)
        if response.status_code == _NOT_FOUND:
            return PayoutAnswer(status=PayoutStatus.UNKNOWN)
        return _read(response, PayoutAnswer)

    async def debit(self, *, item_no: str, mandate_id: str, amount_fen: int, business_date: date) -> DebitAnswer:
        """Takes the whole amount or nothing; the same number again gets the same answer."""
        body: dict[str, Any] = {
            "item_no": item_no,
            "mandate_id": mandate_id,
            "amount_fen": amount_fen,
            "business_date": business_date.isoformat(),
        }
        return _read(await self._post("/corebank/v1/debits", body), DebitAnswer)

    async def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return await self._client.post(path, body, scope=_SCOPE, timeout_seconds=_TIMEOUT_SECONDS)


def _read(response: httpx.Response, body: type[Body]) -> Body:
    try:
        response.raise_for_status()
        return body.model_validate_json(response.content)
    except (httpx.HTTPStatusError, ValidationError) as error:
        raise Unavailable(system=CORE_BANK) from error
