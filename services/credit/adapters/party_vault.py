"""The vault of personal data (onboarding): what a signed contract must hold is asked for, used and sealed."""
from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from services.credit.adapters.core_bank import HolderOfAccount
from services.credit.application.errors import HolderUnavailable, HolderWithheld
from services.credit.application.records.credit_line import SealedHolder
from shared.db.crypto import FieldCipher
from shared.kernel.errors import Unavailable
from shared.web.service_client import ServiceClient

_PATH: Final = "/internal/v1/party-disclosures"
_SCOPE: Final = "onboarding:party-disclosures"
_TIMEOUT_SECONDS: Final = 2.0
_FIELDS: Final = ("name", "id_number", "card_number")
_REFUSALS: Final = frozenset({403, 404, 409, 422})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class _Particulars(_Strict):
    name: str
    id_number: str
    card_number: str


class _Disclosure(_Strict):
    fields: _Particulars


class PartyVault:
    """Two seconds, no second try: when the vault is silent nobody signs (architecture.md, Personal data)."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def holder(self, party_id: str, correlation_id: str) -> HolderOfAccount:
        """Name, identity number and card. Raises HolderUnavailable (503), HolderWithheld when the vault refuses."""
        body = {"party_id": party_id, "fields": list(_FIELDS), "purpose": "CONTRACT"}
        try:
            response = await self._client.post(
                _PATH,
                body,
                scope=_SCOPE,
                timeout_seconds=_TIMEOUT_SECONDS,
                headers={"X-Correlation-Id": correlation_id},
            )
        except Unavailable as error:
            raise HolderUnavailable() from error
        if response.status_code in _REFUSALS:
            raise HolderWithheld()
        try:
            found = _Disclosure.model_validate_json(response.content).fields
        except ValidationError as error:
            raise HolderUnavailable() from error
        return HolderOfAccount(found.name, found.id_number, found.card_number)


def seal(holder: HolderOfAccount, contract_id: str, cipher: FieldCipher) -> SealedHolder:
    """The particulars encrypted for their places in this contract."""
    return SealedHolder(
        name=cipher.encrypt(holder.name, place=f"contract:holder_name:{contract_id}"),
        id_number=cipher.encrypt(holder.id_number, place=f"contract:holder_id_number:{contract_id}"),
        card_number=cipher.encrypt(holder.card_number, place=f"contract:holder_card_number:{contract_id}"),
    )


def unseal(sealed: SealedHolder, contract_id: str, cipher: FieldCipher) -> HolderOfAccount:
    """The inverse; whoever calls it masks what he shows."""
    return HolderOfAccount(
        name=cipher.decrypt(sealed.name, place=f"contract:holder_name:{contract_id}"),
        id_number=cipher.decrypt(sealed.id_number, place=f"contract:holder_id_number:{contract_id}"),
        card_number=cipher.decrypt(sealed.card_number, place=f"contract:holder_card_number:{contract_id}"),
    )
