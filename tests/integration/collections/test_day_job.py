"""The day job's SQL and the domain's rules agree on every customer (architecture.md rule 5)."""
from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from services.collections.domain.arrears import LoanArrears, customer_arrears
from services.collections.domain.arrears import days_past_due as days_since
from services.collections.domain.stage import stage_for
from services.collections.main import create_app
from services.collections.settings import CollectionsSettings
from shared.db.unit_of_work import new_id
from shared.schemas.events import business_day
from tests.support.postgres import PostgresForTests
from tests.support.service import RunningService, running

TODAY = date(2026, 11, 22)
TOLERANCE_FEN = 1_000
_INSERT = """
INSERT INTO loan (loan_id, party_id, outlet_id, outstanding_fen, overdue_fen, earliest_unpaid_due_date)
VALUES ('{}', '{}', 'huangyan-1', 100000, {}, '{}')
"""


@pytest.mark.feature("F134")
async def test_over_months_every_customer_has_exactly_the_case_his_arrears_ask_for(postgres: PostgresForTests) -> None:
    chance = random.Random(20261122)
    loans = _random_loans(chance, parties=80, loans=200)
    async with (
        postgres.migrated("collections") as database,
        running(create_app, CollectionsSettings, database.url) as service,
    ):
        async with service.runtime.engine.begin() as connection:
            for party_id, own in loans.items():
                for loan in own:
                    await connection.exec_driver_sql(
                        _INSERT.format(loan.loan_id, party_id, loan.overdue_fen, loan.earliest_unpaid_due_date)
                    )
        today = TODAY
        for _ in range(30):
            following = today + timedelta(days=chance.randint(1, 9))
            await service.receive(business_day.DayClosed(closed_date=today, next_date=following, checksums={}))
            today = following
            assert await _open_cases(service) == _expected(loans, today)


async def test_a_day_on_which_nothing_falls_due_writes_nothing(postgres: PostgresForTests) -> None:
    loans = _random_loans(random.Random(7), parties=40, loans=60)
    async with (
        postgres.migrated("collections") as database,
        running(create_app, CollectionsSettings, database.url) as service,
    ):
        async with service.runtime.engine.begin() as connection:
            for party_id, own in loans.items():
                await connection.exec_driver_sql(_INSERT.format(own[0].loan_id, party_id, 5_000, TODAY - timedelta(days=300)))
        await service.receive(business_day.DayClosed(closed_date=TODAY, next_date=TODAY + timedelta(days=1), checksums={}))
        before = await service.rows("SELECT case_id, xmin::text FROM collection_case ORDER BY case_id")
        assert len(before) == len(loans)
        await service.receive(
            business_day.DayClosed(closed_date=TODAY + timedelta(days=1), next_date=TODAY + timedelta(days=2), checksums={})
        )
        assert await service.rows("SELECT case_id, xmin::text FROM collection_case ORDER BY case_id") == before
        assert [name for name, _ in await service.published()][-1] == "CollectionsDayProcessed"


def _random_loans(chance: random.Random, *, parties: int, loans: int) -> dict[str, list[LoanArrears]]:
    party_ids = [new_id() for _ in range(parties)]
    found: dict[str, list[LoanArrears]] = defaultdict(list)
    for _ in range(loans):
        overdue_fen = chance.choice((0, 1, 999, 1_000, 1_001, 250_000))
        due = TODAY + timedelta(days=chance.randint(-220, 60))
        found[chance.choice(party_ids)].append(LoanArrears(new_id(), overdue_fen, due))
    return found


def _expected(loans: dict[str, list[LoanArrears]], on: date) -> dict[str, tuple[Any, ...]]:
    found = {}
    for party_id, own in loans.items():
        arrears = customer_arrears(own, tolerance_fen=TOLERANCE_FEN, on=on)
        if arrears is not None:
            stage = stage_for(days_since(arrears.earliest_unpaid_due_date, on))
            found[party_id] = (stage.value, arrears.earliest_unpaid_due_date, arrears.overdue_fen, set(arrears.loan_ids))
    return found


async def _open_cases(service: RunningService) -> dict[str, tuple[Any, ...]]:
    rows = await service.rows("SELECT * FROM collection_case WHERE status = 'OPEN'")
    return {
        str(row["party_id"]): (
            row["stage"], row["earliest_unpaid_due_date"], row["overdue_fen"], set(map(str, row["loan_ids"]))
        )
        for row in rows
    }
