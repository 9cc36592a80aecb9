"""Acquisition sessions in Postgres."""
from __future__ import annotations

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.onboarding.adapters.tables import ACQUISITION_SESSION
from services.onboarding.domain.acquisition_session import AcquisitionSession
from shared.kernel.errors import NotFound


class SqlSessions:
    """Port `Sessions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, session: AcquisitionSession) -> None:
        await self._connection.execute(
            insert(ACQUISITION_SESSION).values(
                session_id=session.session_id,
                issuer=session.issuer,
                subject=session.subject,
                channel_code=session.channel_code,
                scene_code=session.scene_code,
                outlet_id=session.outlet_id,
                opened_at=session.opened_at,
            )
        )

    async def get_for_update(self, session_id: str) -> AcquisitionSession:
        query = select(ACQUISITION_SESSION).where(ACQUISITION_SESSION.c.session_id == session_id).with_for_update()
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFound()
        return AcquisitionSession(**row)

    async def save(self, session: AcquisitionSession) -> None:
        await self._connection.execute(
            update(ACQUISITION_SESSION).where(ACQUISITION_SESSION.c.session_id == session.session_id).values(party_id=session.party_id)
        )
