"""Requests and decisions in Postgres."""
from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.adapters.tables import decision, decision_request
from services.scoring.application.ports import DecisionRequest, StoredDecision
from shared.kernel.errors import NotFound

_R, _D = decision_request.c, decision.c


class PostgresDecisionRequests:
    """`application.ports.DecisionRequests`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, request: DecisionRequest) -> None:
        await self._connection.execute(decision_request.insert().values(asdict(request)))

    async def get(self, application_id: str) -> DecisionRequest:
        return await self._one(select(decision_request).where(_R.application_id == application_id))

    async def get_for_update(self, application_id: str) -> DecisionRequest:
        return await self._one(select(decision_request).where(_R.application_id == application_id).with_for_update())

    async def set_state(self, application_id: str, state: str) -> None:
        where = (_R.application_id == application_id, _R.state == "WAITING")
        await self._connection.execute(update(decision_request).where(*where).values(state=state))

    async def _one(self, query: Any) -> DecisionRequest:
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound()
        return DecisionRequest(**row)


class PostgresDecisions:
    """`application.ports.Decisions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, stored: StoredDecision) -> None:
        row = {**{name: getattr(stored, name) for name in stored.__slots__}, "result": stored.output["result"]}
        await self._connection.execute(decision.insert().values(row))

    async def get(self, decision_id: str) -> StoredDecision:
        found = await self._find(_D.decision_id == decision_id)
        if found is None:
            raise NotFound()
        return found

    async def of_application(self, application_id: str) -> StoredDecision | None:
        return await self._find(_D.application_id == application_id)

    async def _find(self, condition: Any) -> StoredDecision | None:
        columns = [column for column in decision.c if column.name != "result"]
        row = (await self._connection.execute(select(*columns).where(condition))).mappings().first()
        return None if row is None else StoredDecision(**row)
