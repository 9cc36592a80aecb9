"""A new bank on 2026-06-01 with a core bank that keeps books."""
from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from services.credit.main import create_app
from services.credit.settings import CreditSettings
from tests.component.credit.end_of_day.bank import Bank
from tests.component.credit.end_of_day.core_bank import CoreBank
from tests.component.credit.world import MovableClock
from tests.support.postgres import PostgresForTests
from tests.support.service import running

FIRST_DAY = date(2026, 6, 1)


@pytest.fixture
async def bank(postgres: PostgresForTests) -> AsyncIterator[Bank]:
    """Its days are closed by the test; nobody else is waited for on the first one."""
    outside, clock = CoreBank(), MovableClock()
    async with (
        postgres.migrated("credit") as database,
        running(create_app, CreditSettings, database.url, clock=clock, http=outside.client(), initial_business_date=FIRST_DAY) as service,
    ):
        yield Bank(service, outside, clock)
