"""A customer as a screen shows him: masked, with the level of identity he has reached."""
from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from services.onboarding.adapters.party_repository import SqlParties
from services.onboarding.adapters.verification_repository import SqlVerifications
from services.onboarding.domain.identity_verification import IdentityLevel, identity_level
from services.onboarding.domain.party import Party
from shared.db import business_day


@dataclass(frozen=True, slots=True)
class Customer:
    """The party and how well he is known on the business date."""

    party: Party
    identity: IdentityLevel


async def customer(connection: AsyncConnection, party_id: str) -> Customer:
    """Raises NotFound."""
    party = await SqlParties(connection).get(party_id)
    verifications = await SqlVerifications(connection).of_party(party_id)
    return Customer(party, identity_level(verifications, on=await business_day.read(connection)))
