"""Which party a sign-in (issuer, subject) belongs to, as announced by onboarding."""
from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_LINK = text("""
INSERT INTO party_subject (issuer, subject, party_id) VALUES (:issuer, :subject, CAST(:party_id AS uuid))
ON CONFLICT (issuer, subject) DO NOTHING
""")
_FIND = text("SELECT party_id FROM party_subject WHERE issuer = :issuer AND subject = :subject")


async def link(connection: AsyncConnection, *, issuer: str, subject: str, party_id: str) -> None:
    """Binds a sign-in to a party, once."""
    await connection.execute(_LINK, {"issuer": issuer, "subject": subject, "party_id": party_id})


async def find(connection: AsyncConnection, *, issuer: str, subject: str) -> str | None:
    """The party of a sign-in, or None while it is unknown here."""
    found = (await connection.execute(_FIND, {"issuer": issuer, "subject": subject})).scalar()
    return None if found is None else str(found)
