"""What credit keeps of parties: codes, proof of identity, consents."""
from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.tables import party as party_table
from services.credit.adapters.tables import party_consent
from services.credit.application.records.party import Party


class PostgresParties:
    """`application.ports.Parties`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, party: Party) -> None:
        """Once per party."""
        await self._connection.execute(insert(party_table).values(asdict(party)).on_conflict_do_nothing())

    async def keep_identity(self, party_id: str, level: int, valid_to: date) -> None:
        """The newest proof counts."""
        proof = {"identity_level": level, "identity_valid_to": valid_to}
        await self._connection.execute(update(party_table).where(party_table.c.party_id == party_id).values(proof))

    async def keep_consent(self, *, consent_id: str, party_id: str, purpose: str, valid_to: date) -> None:
        """Once per consent."""
        row = {"consent_id": consent_id, "party_id": party_id, "purpose": purpose, "valid_to": valid_to}
        await self._connection.execute(insert(party_consent).values(row).on_conflict_do_nothing())

    async def drop_consent(self, consent_id: str) -> None:
        """Marks it withdrawn; it stays on record."""
        withdrawn = update(party_consent).where(party_consent.c.consent_id == consent_id).values(withdrawn=True)
        await self._connection.execute(withdrawn)
