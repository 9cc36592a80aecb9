"""Collectors, strategies and dated parameters in Postgres."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.collections.domain.contact import Channel
from services.collections.domain.parameters import CollectionParameters, read_parameters
from services.collections.domain.strategy import Strategy, Treatment

_PUT_COLLECTOR = text("""
INSERT INTO collector (subject, outlet_id, active) VALUES (:subject, :outlet_id, :active)
ON CONFLICT (outlet_id, subject) DO UPDATE SET active = excluded.active
""")
_LOADS = text("""
SELECT collector.subject, count(collection_case.case_id) AS open_cases
FROM collector LEFT JOIN collection_case
  ON collection_case.collector = collector.subject AND collection_case.outlet_id = collector.outlet_id
 AND collection_case.status = 'OPEN'
WHERE collector.outlet_id = :outlet_id AND collector.active GROUP BY collector.subject
""")
_ADOPT = text("""
INSERT INTO reg_param (code, value, effective_from, effective_to, source, approver)
VALUES (:code, :value, :effective_from, :effective_to, :source, :approver)
ON CONFLICT (code, effective_from) DO UPDATE
SET value = excluded.value, effective_to = excluded.effective_to, source = excluded.source, approver = excluded.approver
""")
_IN_FORCE = text("""
SELECT DISTINCT ON (code) code, value FROM reg_param
WHERE effective_from <= :day AND (effective_to IS NULL OR effective_to > :day) ORDER BY code, effective_from DESC
""")
_TREATMENTS = text("""
SELECT strategy, first_day, last_day, channel, at, template FROM treatment ORDER BY strategy, first_day, channel
""")


@dataclass(frozen=True, slots=True)
class PostgresCollectors:
    """Repository of one transaction."""

    connection: AsyncConnection

    async def put(self, *, subject: str, outlet_id: str, active: bool) -> None:
        await self.connection.execute(
            _PUT_COLLECTOR, {"subject": subject, "outlet_id": outlet_id, "active": active}
        )

    async def open_cases(self, outlet_id: str) -> dict[str, int]:
        rows = await self.connection.execute(_LOADS, {"outlet_id": outlet_id})
        return {row.subject: row.open_cases for row in rows}


@dataclass(frozen=True, slots=True)
class PostgresParameters:
    """Repository of one transaction; what is in force on a date is read once."""

    connection: AsyncConnection
    _read: dict[date, CollectionParameters] = field(default_factory=dict)

    async def adopt(
        self, *, code: str, value: str, effective_from: date, effective_to: date | None, source: str, approver: str
    ) -> None:
        await self.connection.execute(
            _ADOPT,
            {
                "code": code,
                "value": value,
                "effective_from": effective_from,
                "effective_to": effective_to,
                "source": source,
                "approver": approver,
            },
        )

    async def on(self, day: date) -> CollectionParameters:
        if day not in self._read:
            rows = await self.connection.execute(_IN_FORCE, {"day": day})
            self._read[day] = read_parameters({row.code: row.value for row in rows})
        return self._read[day]

    async def strategies(self) -> Mapping[str, Strategy]:
        return await read_strategies(self.connection)


async def read_strategies(connection: AsyncConnection) -> dict[str, Strategy]:
    """Every strategy by name."""
    steps: dict[str, list[Treatment]] = defaultdict(list)
    for row in await connection.execute(_TREATMENTS):
        steps[row.strategy].append(
            Treatment(row.first_day, row.last_day, Channel(row.channel), row.at, row.template)
        )
    return {name: Strategy(name, tuple(treatments)) for name, treatments in steps.items()}
