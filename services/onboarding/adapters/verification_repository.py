"""Identity verifications in Postgres."""
from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.onboarding.adapters.tables import IDENTITY_VERIFICATION
from services.onboarding.domain.identity_verification import Method, Outcome, Verification


class SqlVerifications:
    """Port `Verifications`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, verification: Verification) -> None:
        await self._connection.execute(
            insert(IDENTITY_VERIFICATION).values(
                verification_id=verification.verification_id,
                party_id=verification.party_id,
                method=verification.method.value,
                outcome=verification.outcome.value,
                reference=verification.reference,
                verified_on=verification.verified_on,
                verified_at=verification.verified_at,
            )
        )

    async def of_party(self, party_id: str) -> tuple[Verification, ...]:
        query = (
            select(IDENTITY_VERIFICATION)
            .where(IDENTITY_VERIFICATION.c.party_id == party_id)
            .order_by(IDENTITY_VERIFICATION.c.verification_id)
        )
        return tuple(
            Verification(**{**row, "method": Method(row["method"]), "outcome": Outcome(row["outcome"])})
            for row in (await self._connection.execute(query)).mappings()
        )
