"""The evening of 2026-06-20: one loan of every fate, closed as often as a test likes on copies of one database."""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from services.credit.adapters.end_of_day.core_bank import HttpCoreBankDesk
from services.credit.application.close_business_day import close_business_day
from services.credit.application.end_of_day.finish_day import FinishDay
from services.credit.application.end_of_day.records import ClosedDay
from services.credit.domain.allocation import INTEREST_FIRST_THEN_PREPAY
from services.credit.domain.loan import Loan
from services.credit.domain.loan_terms import agree_terms
from services.credit.domain.product import Conventions, RepaymentMethod
from services.credit.domain.replay import Payment, replay
from services.credit.main import create_app
from services.credit.settings import CreditSettings
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext
from shared.runtime.runtime import Runtime
from tests.component.credit.end_of_day.core_bank import CoreBank
from tests.component.credit.world import MovableClock
from tests.integration.credit.end_of_day.seeding import Seeds
from tests.support.postgres import Database, PostgresForTests
from tests.support.service import running
from tests.unit.credit.domain.builders import product

EVENING: Final = date(2026, 6, 20)
_UNWILLING: Final = ("misses today", "three days late")
_SHORT: Final = ("pays a part",)
_VOLATILE: Final = frozenset({"id", "journal_id", "repayment_id", "source_id", "request_no", "voucher_id", "aggregateid", "seq", "attempts",
                              "correlation_id", "causation_id", "partition_key", "leased_until"})  # fmt: skip


@dataclass
class OneDay:
    """A database to copy, and the accounts behind its loans by fate."""

    postgres: PostgresForTests
    template: Database
    mandates: Mapping[str, str] = field(default_factory=dict)

    def core_bank(self) -> CoreBank:
        """Pays as each loan's fate wants it."""
        unwilling = {self.mandates[fate] for fate in _UNWILLING}
        return CoreBank(unwilling=unwilling, has={self.mandates[fate]: 300_00 for fate in _SHORT})

    @asynccontextmanager
    async def copy(self, core_bank: CoreBank) -> AsyncIterator[Evening]:
        """Credit running on its own copy."""
        clock = MovableClock()
        async with (
            self.postgres._database("credit", self.template.name) as database,
            running(create_app, CreditSettings, database.url, clock=clock, http=core_bank.client()) as service,
        ):
            yield Evening(service.runtime, clock)


@dataclass
class Evening:
    """One copy."""

    runtime: Runtime
    clock: MovableClock

    async def close(self) -> ClosedDay:
        """What the route does, without a route."""
        runtime, context = self.runtime, CommandContext(SYSTEM, new_id())
        desk = HttpCoreBankDesk(runtime.client("sandbox"))
        bank_day = await close_business_day(EVENING, bus=runtime.bus, core_bank=desk, context=context)
        closed: ClosedDay = await runtime.bus.handle(FinishDay(EVENING, bank_day), context)
        return closed

    async def books(self) -> dict[str, Counter[str]]:
        """Every row of every table, without what differs from one run to the next: ids made on the way, and instants."""
        async with self.runtime.engine.connect() as connection:
            names = await connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
            found = {}
            for name in names.scalars().all():
                rows = await connection.exec_driver_sql(f"SELECT to_jsonb(t)::text FROM {name} t")
                found[name] = Counter(json.dumps(_lasting(json.loads(row)), sort_keys=True) for row in rows.scalars())
            return found


@asynccontextmanager
async def one_day(postgres: PostgresForTests) -> AsyncIterator[OneDay]:
    """The bank on the evening, before its end of day."""
    async with postgres.migrated("credit") as template:
        day = OneDay(postgres, template)
        outside = CoreBank()
        async with running(create_app, CreditSettings, template.url, http=outside.client(), initial_business_date=EVENING) as service:
            async with service.runtime.engine.begin() as connection:
                loans = _loans()
                booked = await Seeds(connection).put(list(loans.values()), EVENING)
                day.mandates = {fate: one.mandate_id for fate, one in zip(loans, booked, strict=True)}
            await service.settle()
        yield day


def _loans() -> dict[str, Loan]:
    """A loan by fate; instalments of 10,000 yuan over 12 months at 6 % are 860.66 each."""
    may_20 = date(2026, 5, 20)
    return {
        "pays on time": _loan(may_20),
        "pays the last one": _loan(may_20, months=1),
        "misses today": _loan(may_20),
        "three days late": _loan(date(2026, 5, 17)),
        "cures": _loan(date(2026, 5, 1)),
        "pays a part": _loan(date(2026, 4, 15)),
        "has it in suspense": _loan(may_20, payments=[Payment(date(2026, 6, 1), 900_00)]),
        "has a part in suspense": _loan(may_20, payments=[Payment(date(2026, 6, 1), 100_00)]),
        "wallet": _loan(date(2026, 6, 5), method=RepaymentMethod.DAILY, payments=[Payment(date(2026, 6, 10), 10_00)]),
        "not due": _loan(date(2026, 6, 15)),
    }


def _loan(
    disbursed_on: date, *, months: int = 12, method: RepaymentMethod = RepaymentMethod.EQ_INST, payments: list[Payment] | None = None
) -> Loan:
    conventions = Conventions(performing_order=INTEREST_FIRST_THEN_PREPAY) if method is RepaymentMethod.DAILY else Conventions()
    terms = agree_terms(
        product(conventions),
        method=method,
        amount_fen=10_000_00,
        annual_rate=Decimal("0.06"),
        term_months=months,
        disbursed_on=disbursed_on,
    )
    return replay(terms, payments or [], EVENING)


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lasting(item) for key, item in value.items() if key not in _VOLATILE and not key.endswith("_at")}
    return value
