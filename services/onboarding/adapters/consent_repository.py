"""The consent ledger and its texts in Postgres."""
from __future__ import annotations

from datetime import date

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.onboarding.adapters.tables import CONSENT, CONSENT_TEXT
from services.onboarding.domain.consent import Consent, ConsentStatus, ConsentText, ConsentTextNotCurrent, Purpose
from shared.kernel.errors import NotFound


class SqlConsents:
    """Port `Consents`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def text(self, purpose: Purpose, version: str, *, on: date) -> ConsentText:
        query = (
            select(CONSENT_TEXT)
            .where(CONSENT_TEXT.c.purpose == purpose.value, CONSENT_TEXT.c.effective_from <= on)
            .order_by(CONSENT_TEXT.c.effective_from.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None or row["version"] != version:
            raise ConsentTextNotCurrent(purpose=purpose.value)
        return to_text(row)

    async def add(self, consent: Consent) -> None:
        await self._connection.execute(
            insert(CONSENT).values(
                consent_id=consent.consent_id,
                party_id=consent.party_id,
                outlet_id=consent.outlet_id,
                purpose=consent.purpose.value,
                text_version=consent.text_version,
                text_sha256=consent.text_sha256,
                separate=consent.separate,
                granted_on=consent.granted_on,
                valid_to=consent.valid_to,
                granted_at=consent.granted_at,
                status=consent.status.value,
            )
        )

    async def get(self, consent_id: str) -> Consent:
        query = select(CONSENT).where(CONSENT.c.consent_id == consent_id)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFound()
        return to_consent(row)

    async def save(self, consent: Consent) -> None:
        await self._connection.execute(
            update(CONSENT)
            .where(CONSENT.c.consent_id == consent.consent_id)
            .values(status=consent.status.value, ended_at=consent.ended_at)
        )

    async def active_of(self, party_id: str) -> tuple[Consent, ...]:
        query = select(CONSENT).where(
            CONSENT.c.party_id == party_id, CONSENT.c.status == ConsentStatus.ACTIVE.value
        )
        return tuple(to_consent(row) for row in (await self._connection.execute(query)).mappings())


def to_text(row: RowMapping) -> ConsentText:
    """The text of a row."""
    return ConsentText(**{**row, "purpose": Purpose(row["purpose"])})


def to_consent(row: RowMapping) -> Consent:
    """The consent of a row."""
    return Consent(**{**row, "purpose": Purpose(row["purpose"]), "status": ConsentStatus(row["status"])})
