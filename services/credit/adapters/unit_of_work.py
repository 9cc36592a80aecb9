"""One transaction of credit with its repositories."""
from __future__ import annotations

from datetime import date
from typing import Any

from services.credit.adapters.catalogue_repository import PostgresCatalogue
from services.credit.adapters.cost_sheet_repository import PostgresCostSheets
from services.credit.adapters.day_barrier import PostgresDayBarrier
from services.credit.adapters.drawdown_repository import PostgresDrawdowns
from services.credit.adapters.end_of_day.closing import PostgresClosing
from services.credit.adapters.line_repository import PostgresLines
from services.credit.adapters.loan_repository import PostgresLoans
from services.credit.adapters.party_repository import PostgresParties
from services.credit.adapters.repayment_repository import PostgresRepayments
from shared.db import business_day
from shared.db.unit_of_work import UnitOfWork


class PostgresCreditUnitOfWork(UnitOfWork):
    """`application.ports.CreditUnitOfWork`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.catalogue = PostgresCatalogue(self.connection)
        self.lines = PostgresLines(self.connection)
        self.sheets = PostgresCostSheets(self.connection)
        self.drawdowns = PostgresDrawdowns(self.connection)
        self.loans = PostgresLoans(self.connection)
        self.repayments = PostgresRepayments(self.connection)
        self.parties = PostgresParties(self.connection)
        self.barrier = PostgresDayBarrier(self.connection)
        self.closing = PostgresClosing(self.connection)

    async def begin_business_days(self, first: date) -> None:
        """Sets the bank's first business date."""
        await business_day.advance(self.connection, first, None)
