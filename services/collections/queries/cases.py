"""The work list, one case, and its process record."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.collections.adapters.reference_data import read_strategies
from services.collections.domain.stage import Stage
from services.collections.domain.strategy import Strategy
from shared.db import business_day

_CASE = """
SELECT collection_case.case_id, collection_case.party_id, collection_case.outlet_id, debtor.masked_name,
       collection_case.status, collection_case.stage, collection_case.hold, collection_case.strategy,
       collection_case.loan_ids, collection_case.overdue_fen, collection_case.earliest_unpaid_due_date,
       collection_case.collector, collection_case.opened_on, collection_case.closed_on, collection_case.outcome,
       collection_case.version, promise.promise_id, promise.amount_fen AS promise_amount_fen,
       promise.due_date AS promise_due_date, promise.status AS promise_status, promise.paid_fen AS promise_paid_fen
FROM collection_case
LEFT JOIN debtor ON debtor.party_id = collection_case.party_id
LEFT JOIN LATERAL (SELECT * FROM promise WHERE promise.case_id = collection_case.case_id
                   ORDER BY made_at DESC, promise_id DESC LIMIT 1) AS promise ON true
"""
_ONE = text(_CASE + "WHERE collection_case.case_id = :case_id")
_LIST = text(
    _CASE
    + """
WHERE (CAST(:status AS text) IS NULL OR collection_case.status = :status)
  AND (CAST(:stage AS smallint) IS NULL OR collection_case.stage = :stage)
  AND (CAST(:collector AS text) IS NULL OR collection_case.collector = :collector)
  AND (CAST(:party_id AS uuid) IS NULL OR collection_case.party_id = :party_id)
  AND (CAST(:outlets AS text[]) IS NULL OR collection_case.outlet_id = ANY(:outlets))
  AND (CAST(:after_date AS date) IS NULL
       OR (collection_case.earliest_unpaid_due_date, collection_case.case_id) > (:after_date, CAST(:after_id AS uuid)))
ORDER BY collection_case.earliest_unpaid_due_date, collection_case.case_id LIMIT :limit
"""
)
_HISTORY = text("""
SELECT history_id, kind, business_date, recorded_at, actor, facts FROM case_history
WHERE case_id = :case_id AND (CAST(:after_id AS uuid) IS NULL OR history_id > CAST(:after_id AS uuid))
ORDER BY history_id LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """None means any. `outlets` limits staff to what is theirs, `party_id` borrowers to themselves."""

    status: str | None = None
    stage: Stage | None = None
    collector: str | None = None
    party_id: str | None = None
    outlets: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """What turns a row into work: the business date and the strategies in force."""

    business_date: date
    strategies: dict[str, Strategy]


async def read_today(connection: AsyncConnection) -> Today:
    """Raises BusinessDateUnknown before the bank's first date arrived."""
    return Today(await business_day.read(connection), await read_strategies(connection))


async def find_case(connection: AsyncConnection, case_id: str) -> Row[Any] | None:
    """One case with its debtor's masked name and its latest promise."""
    return (await connection.execute(_ONE, {"case_id": case_id})).one_or_none()


async def list_cases(
    connection: AsyncConnection, wanted: CaseFilter, *, after: tuple[date, str] | None, limit: int
) -> list[Row[Any]]:
    """Cases in the order of work: the longest overdue first."""
    rows = await connection.execute(
        _LIST,
        {
            "status": wanted.status,
            "stage": None if wanted.stage is None else wanted.stage.value,
            "collector": wanted.collector,
            "party_id": wanted.party_id,
            "outlets": wanted.outlets,
            "after_date": after[0] if after else None,
            "after_id": after[1] if after else None,
            "limit": limit,
        },
    )
    return list(rows)


async def list_history(
    connection: AsyncConnection, case_id: str, *, after: str | None, limit: int
) -> list[Row[Any]]:
    """What happened to a case, oldest first."""
    return list(await connection.execute(_HISTORY, {"case_id": case_id, "after_id": after, "limit": limit}))
