"""What the party events said, in Postgres. Events of one party arrive in order; each statement may run again."""
from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.adapters.tables import party, party_consent
from services.scoring.application.ports import KnownParty


class PostgresParties:
    """`application.ports.Parties`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record_registration(self, party_id: str, birth_year: int) -> None:
        await self._put(party_id, {"birth_year": birth_year})

    async def record_identity(self, party_id: str, level: int, valid_to: date) -> None:
        await self._put(party_id, {"identity_level": level, "identity_valid_to": valid_to})

    async def grant_consent(self, consent_id: str, party_id: str, purpose: str, valid_to: date) -> None:
        row = {"consent_id": consent_id, "party_id": party_id, "purpose": purpose, "valid_to": valid_to}
        await self._connection.execute(insert(party_consent).values(row).on_conflict_do_nothing())

    async def withdraw_consent(self, consent_id: str, party_id: str, purpose: str) -> None:
        row = {"consent_id": consent_id, "party_id": party_id, "purpose": purpose, "valid_to": date.min, "is_withdrawn": True}
        statement = insert(party_consent).values(row)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["consent_id"], set_={"is_withdrawn": True})
        )

    async def get(self, party_id: str, *, on: date) -> KnownParty:
        row = (await self._connection.execute(select(party).where(party.c.party_id == party_id))).first()
        consents = await self._connection.execute(
            select(party_consent.c.purpose, party_consent.c.consent_id).where(
                party_consent.c.party_id == party_id, party_consent.c.is_withdrawn.is_(False), party_consent.c.valid_to >= on
            )
        )
        purposes = {consent.purpose: consent.consent_id for consent in consents}
        if row is None:
            return KnownParty(party_id, None, 0, purposes)
        proved = row.identity_valid_to is not None and row.identity_valid_to >= on
        return KnownParty(party_id, row.birth_year, row.identity_level if proved else 0, purposes)

    async def _put(self, party_id: str, values: dict[str, object]) -> None:
        statement = insert(party).values({"party_id": party_id, **values})
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["party_id"], set_=values))
