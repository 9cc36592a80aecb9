"""Customers: registration, masked reading, unmasking, exact search."""
from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, StringConstraints

from services.onboarding.api.vault_answers import plain_values
from services.onboarding.application.register_party import RegisterParty
from services.onboarding.application.search_parties import SearchParties
from services.onboarding.application.unmask_party import UnmaskParty
from services.onboarding.domain.party import Party, PartyType, PersonalField, Segment
from services.onboarding.queries.customers import Customer, customer
from shared.kernel.authorization import Principal
from shared.kernel.errors import NotFound
from shared.schemas.fields import Code, Id, Key, Text
from shared.web.body import RequestBody
from shared.web.calls import ReadCall, WriteCall, authenticated, context_of, read_call, write_call

router = APIRouter(tags=["parties"])

PersonalText = Annotated[str, StringConstraints(min_length=1, max_length=64)]
UnmaskableField = Literal["name", "id_number", "phone", "card_number"]


class PartyBody(RequestBody):
    """A person as he describes himself; each value has its own rule (domain.md 2.10)."""

    session_id: Id | None = None
    party_type: PartyType
    segment: Segment
    name: PersonalText
    id_number: PersonalText
    phone: PersonalText
    card_number: PersonalText
    division_code: PersonalText
    trade_code: Code | None = None
    outlet_id: Key
    channel_code: Code


class UnmaskBody(RequestBody):
    """Which full values, and why they are needed."""

    fields: Annotated[list[UnmaskableField], Field(min_length=1, max_length=4)]
    reason: Annotated[Text, StringConstraints(min_length=5)]


class SearchBody(RequestBody):
    """One exact value: numbers never stand in an address."""

    field: Literal["id_number", "phone", "card_number"]
    value: Annotated[str, StringConstraints(pattern=r"^[0-9]{10,18}[0-9Xx]$", to_upper=True)]


@router.post("/v1/parties", operation_id="registerParty", status_code=201)
async def register_party(body: PartyBody, call: WriteCall = Depends(write_call)) -> Response:
    """The signed-in person becomes a party. One party per identity number, one per sign-in."""
    return await call.execute(RegisterParty(**dict(body)), status=201, view=party_view)


@router.get("/v1/parties/me", operation_id="getOwnParty")
async def get_own_party(call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """The caller's own party, masked; 404 until he has registered."""
    call.authorize("party.read")
    if call.principal.party_id is None:
        raise NotFound()
    async with call.connection() as connection:
        return customer_view(await customer(connection, call.principal.party_id))


@router.get("/v1/parties/{party_id}", operation_id="getParty")
async def get_party(party_id: Id, call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """A party, masked: the customer's own, or one of the caller's outlets."""
    call.authorize("party.read")
    async with call.connection() as connection:
        found = await customer(connection, party_id)
    call.authorize("party.read", found.party)
    return customer_view(found)


@router.post("/v1/parties/{party_id}/unmask", operation_id="unmaskParty")
async def unmask_party(
    party_id: Id, body: UnmaskBody, request: Request, principal: Principal = Depends(authenticated)
) -> dict[str, Any]:
    """Full values for a stated reason, on record. Every call is a new access: nothing is kept to be replayed."""
    fields = tuple(PersonalField(name) for name in dict.fromkeys(body.fields))
    command = UnmaskParty(party_id, fields, body.reason)
    values = await request.app.state.runtime.bus.handle(command, context_of(request, principal))
    return plain_values(party_id, values)


@router.post("/v1/party-searches", operation_id="searchParties")
async def search_parties(
    body: SearchBody, request: Request, principal: Principal = Depends(authenticated)
) -> dict[str, Any]:
    """Parties of the caller's outlets that hold exactly this number, masked; at most 50, each hit on record."""
    command = SearchParties(PersonalField(body.field), body.value)
    found = await request.app.state.runtime.bus.handle(command, context_of(request, principal))
    return {"items": [party_view(party) for party in found], "next_cursor": None}


def party_view(party: Party) -> dict[str, Any]:
    """What may be seen of a party."""
    return {
        "party_id": party.party_id,
        "party_type": party.party_type.value,
        "segment": party.segment.value,
        "masked_name": party.masked.name,
        "masked_id_number": party.masked.id_number,
        "masked_phone": party.masked.phone,
        "masked_card_number": party.masked.card_number,
        "division_code": party.division_code,
        "trade_code": party.trade_code,
        "outlet_id": party.outlet_id,
        "channel_code": party.channel_code,
        "registered_on": party.registered_on,
        "warnings": ["CARD_CHECK_DIGIT"] if party.card_unconfirmed else [],
    }


def customer_view(found: Customer) -> dict[str, Any]:
    """A party with the level of identity it has today."""
    identity = found.identity
    methods = [method.value for method in identity.methods]
    return {
        **party_view(found.party),
        "identity": {"level": identity.level, "methods": methods, "valid_to": identity.valid_to},
    }
