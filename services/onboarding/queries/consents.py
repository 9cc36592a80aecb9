"""The consent texts in force and what one customer has agreed to."""
from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from services.onboarding.adapters.consent_repository import to_consent, to_text
from services.onboarding.adapters.tables import CONSENT, CONSENT_TEXT
from services.onboarding.domain.consent import Consent, ConsentText
from shared.db import business_day


async def texts_in_force(connection: AsyncConnection) -> tuple[ConsentText, ...]:
    """One text per purpose: the newest that is effective on the business date."""
    today = await business_day.read(connection)
    query = (
        select(CONSENT_TEXT)
        .ext(distinct_on(CONSENT_TEXT.c.purpose))
        .where(CONSENT_TEXT.c.effective_from <= today)
        .order_by(CONSENT_TEXT.c.purpose, CONSENT_TEXT.c.effective_from.desc())
    )
    return tuple(to_text(row) for row in (await connection.execute(query)).mappings())


async def consents_of(
    connection: AsyncConnection, party_id: str, *, after: str | None, limit: int
) -> tuple[Consent, ...]:
    """The ledger of one customer, newest first."""
    query = select(CONSENT).where(CONSENT.c.party_id == party_id)
    if after is not None:
        query = query.where(CONSENT.c.consent_id < after)
    rows = (await connection.execute(query.order_by(CONSENT.c.consent_id.desc()).limit(limit))).mappings()
    return tuple(to_consent(row) for row in rows)
