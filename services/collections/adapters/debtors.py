"""Debtors in Postgres."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_REGISTER = text("""
INSERT INTO debtor (party_id, outlet_id, masked_name) VALUES (:party_id, :outlet_id, :masked_name)
ON CONFLICT (party_id) DO UPDATE SET outlet_id = excluded.outlet_id, masked_name = excluded.masked_name
""")
_AGREE = text("""
UPDATE debtor SET any_hour_consent_id = :consent_id, any_hour_until = :until WHERE party_id = :party_id
""")
_WITHDRAW = text("""
UPDATE debtor SET any_hour_consent_id = NULL, any_hour_until = NULL WHERE any_hour_consent_id = :consent_id
""")


@dataclass(frozen=True, slots=True)
class PostgresDebtors:
    """Repository of one transaction."""

    connection: AsyncConnection

    async def register(self, *, party_id: str, outlet_id: str, masked_name: str) -> None:
        await self.connection.execute(
            _REGISTER, {"party_id": party_id, "outlet_id": outlet_id, "masked_name": masked_name}
        )

    async def agree_to_any_hour(self, *, party_id: str, consent_id: str, until: date) -> None:
        await self.connection.execute(_AGREE, {"party_id": party_id, "consent_id": consent_id, "until": until})

    async def withdraw_consent(self, consent_id: str) -> None:
        await self.connection.execute(_WITHDRAW, {"consent_id": consent_id})
