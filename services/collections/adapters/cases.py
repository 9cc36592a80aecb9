"""Collection cases in Postgres. Many cases are one statement: rows travel as one JSON document."""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.collections.domain.case import CaseStatus, CollectionCase, Hold, Outcome
from services.collections.domain.stage import Stage
from shared.kernel.errors import NotFound, StaleVersion

_COLUMNS = """case_id, party_id, outlet_id, strategy, status, stage, hold, loan_ids, overdue_fen,
earliest_unpaid_due_date, collector, opened_on, closed_on, outcome, version"""
_RECORD = """case_id uuid, party_id uuid, outlet_id text, strategy text, status text, stage smallint, hold text,
loan_ids uuid[], overdue_fen bigint, earliest_unpaid_due_date date, collector text, opened_on date, closed_on date,
outcome text, version integer"""

_LOCK = text(f"SELECT {_COLUMNS} FROM collection_case WHERE case_id = :case_id FOR UPDATE")  # noqa: S608
_LOCK_OPEN_OF = text(f"""
SELECT {_COLUMNS} FROM collection_case
WHERE status = 'OPEN' AND party_id = ANY(CAST(:party_ids AS uuid[])) ORDER BY case_id FOR UPDATE
""")  # noqa: S608
_LOCK_OPEN = text(f"""
SELECT {_COLUMNS} FROM collection_case
WHERE status = 'OPEN' AND case_id = ANY(CAST(:case_ids AS uuid[])) ORDER BY case_id FOR UPDATE
""")  # noqa: S608
_ADD = text(f"""
INSERT INTO collection_case ({_COLUMNS})
SELECT {_COLUMNS} FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS fresh({_RECORD})
ON CONFLICT (party_id) WHERE status = 'OPEN' DO NOTHING
RETURNING case_id
""")  # noqa: S608
_SAVE = text(f"""
UPDATE collection_case
SET status = changed.status, stage = changed.stage, hold = changed.hold, loan_ids = changed.loan_ids,
    overdue_fen = changed.overdue_fen, earliest_unpaid_due_date = changed.earliest_unpaid_due_date,
    collector = changed.collector, closed_on = changed.closed_on, outcome = changed.outcome,
    version = changed.version + 1
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS changed({_RECORD})
WHERE collection_case.case_id = changed.case_id AND collection_case.version = changed.version
""")  # noqa: S608
_TO_REFRESH = text("""
WITH late AS (
    SELECT party_id, min(earliest_unpaid_due_date) AS earliest, sum(overdue_fen) AS overdue_fen
    FROM loan WHERE earliest_unpaid_due_date < :on AND overdue_fen >= :tolerance_fen GROUP BY party_id)
SELECT coalesce(late.party_id, open_case.party_id) AS party_id
FROM late FULL JOIN (SELECT * FROM collection_case WHERE status = 'OPEN') AS open_case USING (party_id)
WHERE late.party_id IS NULL OR open_case.case_id IS NULL OR late.overdue_fen <> open_case.overdue_fen
   OR open_case.stage <> least((CAST(:on AS date) - late.earliest + 29) / 30, 7)
ORDER BY 1 LIMIT :limit
""")
_UNASSIGNED = text("""
SELECT case_id FROM collection_case
WHERE status = 'OPEN' AND collector IS NULL
  AND EXISTS (SELECT FROM collector WHERE collector.outlet_id = collection_case.outlet_id AND active)
ORDER BY case_id LIMIT :limit
""")
_REACHING = text(f"""
SELECT {_COLUMNS} FROM collection_case
WHERE status = 'OPEN' AND hold IS NULL AND earliest_unpaid_due_date = ANY(CAST(:dates AS date[])) ORDER BY case_id
""")  # noqa: S608


@dataclass(frozen=True, slots=True)
class PostgresCases:
    """Repository of one transaction."""

    connection: AsyncConnection

    async def lock(self, case_id: str) -> CollectionCase:
        row = (await self.connection.execute(_LOCK, {"case_id": case_id})).one_or_none()
        if row is None:
            raise NotFound()
        return to_case(row)

    async def lock_open_of(self, party_ids: Sequence[str]) -> Mapping[str, CollectionCase]:
        rows = await self.connection.execute(_LOCK_OPEN_OF, {"party_ids": list(party_ids)})
        return {case.party_id: case for case in map(to_case, rows)}

    async def lock_open(self, case_ids: Sequence[str]) -> Sequence[CollectionCase]:
        if not case_ids:
            return ()
        return [to_case(row) for row in await self.connection.execute(_LOCK_OPEN, {"case_ids": list(case_ids)})]

    async def add(self, cases: Sequence[CollectionCase]) -> Sequence[CollectionCase]:
        added = set(map(str, (await self.connection.execute(_ADD, {"rows": _rows(cases)})).scalars()))
        return [case for case in cases if case.case_id in added]

    async def save(self, cases: Sequence[CollectionCase]) -> None:
        saved = await self.connection.execute(_SAVE, {"rows": _rows(cases)})
        if saved.rowcount != len(cases):
            raise StaleVersion()

    async def parties_to_refresh(self, *, on: date, tolerance_fen: int, limit: int) -> Sequence[str]:
        rows = await self.connection.execute(_TO_REFRESH, {"on": on, "tolerance_fen": tolerance_fen, "limit": limit})
        return [str(party_id) for party_id in rows.scalars()]

    async def unassigned(self, limit: int) -> Sequence[str]:
        return [str(case_id) for case_id in (await self.connection.execute(_UNASSIGNED, {"limit": limit})).scalars()]

    async def reaching(self, days_past_due: Sequence[int], *, on: date) -> Sequence[CollectionCase]:
        dates = [date.fromordinal(on.toordinal() - days) for days in days_past_due]
        return [to_case(row) for row in await self.connection.execute(_REACHING, {"dates": dates})]


def to_case(row: Row[Any]) -> CollectionCase:
    """The aggregate of a row."""
    return CollectionCase(
        case_id=str(row.case_id),
        party_id=str(row.party_id),
        outlet_id=row.outlet_id,
        strategy=row.strategy,
        stage=Stage(row.stage),
        loan_ids=tuple(str(loan_id) for loan_id in row.loan_ids),
        overdue_fen=row.overdue_fen,
        earliest_unpaid_due_date=row.earliest_unpaid_due_date,
        opened_on=row.opened_on,
        status=CaseStatus(row.status),
        hold=Hold(row.hold) if row.hold else None,
        collector=row.collector,
        closed_on=row.closed_on,
        outcome=Outcome(row.outcome) if row.outcome else None,
        version=row.version,
    )


def _rows(cases: Sequence[CollectionCase]) -> str:
    return json.dumps([_row(case) for case in cases])


def _row(case: CollectionCase) -> dict[str, Any]:
    return {
        "case_id": case.case_id,
        "party_id": case.party_id,
        "outlet_id": case.outlet_id,
        "strategy": case.strategy,
        "status": case.status.value,
        "stage": case.stage.value,
        "hold": case.hold.value if case.hold else None,
        "loan_ids": case.loan_ids,
        "overdue_fen": case.overdue_fen,
        "earliest_unpaid_due_date": case.earliest_unpaid_due_date.isoformat(),
        "collector": case.collector,
        "opened_on": case.opened_on.isoformat(),
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "outcome": case.outcome.value if case.outcome else None,
        "version": case.version,
    }
