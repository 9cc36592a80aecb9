"""Browser sessions at rest: the cookie only as a hash, the access token sealed."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ops.adapters.tables import browser_session
from services.ops.application.ports import BrowserSession
from shared.kernel.authorization import Kind, Principal


class PostgresBrowserSessions:
    """Rows of `browser_session`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, session: BrowserSession) -> None:
        await self._connection.execute(insert(browser_session).values(
            session_hash=session.session_hash,
            subject=session.principal.subject,
            claims=_claims(session.principal),
            access_token=session.sealed_token,
            token_expires_at=session.token_expires_at,
            expires_at=session.expires_at,
        ))

    async def find(self, session_hash: bytes, now: datetime) -> BrowserSession | None:
        """The session if it has not expired."""
        statement = select(browser_session).where(
            browser_session.c.session_hash == session_hash, browser_session.c.expires_at > now
        )
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            return None
        return BrowserSession(
            session_hash=session_hash,
            principal=_principal(row.subject, row.claims),
            sealed_token=bytes(row.access_token),
            token_expires_at=row.token_expires_at,
            expires_at=row.expires_at,
        )

    async def remove(self, session_hash: bytes) -> None:
        await self._connection.execute(delete(browser_session).where(browser_session.c.session_hash == session_hash))

    async def remove_expired(self, now: datetime) -> int:
        result = await self._connection.execute(delete(browser_session).where(browser_session.c.expires_at <= now))
        return result.rowcount


def _claims(principal: Principal) -> dict[str, Any]:
    return {
        "kind": principal.kind.value,
        "issuer": principal.issuer,
        "roles": sorted(principal.roles),
        "outlets": sorted(principal.outlets),
        "authority_fen": principal.authority_fen,
    }


def _principal(subject: str, claims: dict[str, Any]) -> Principal:
    return Principal(
        kind=Kind(claims["kind"]),
        subject=subject,
        issuer=claims["issuer"],
        roles=frozenset(claims["roles"]),
        outlets=frozenset(claims["outlets"]),
        authority_fen=claims["authority_fen"],
    )
