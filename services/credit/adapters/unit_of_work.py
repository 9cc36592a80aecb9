"""One transaction of credit with its repositories."""
from __future__ import annotations

from dataclasses import replace
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
from services.credit.application.records.journey import Journey
from shared.db import business_day
from shared.db.outbox import PendingEvent, insert_events
from shared.db.unit_of_work import UnitOfWork
from shared.schemas.event import Event


class PostgresCreditUnitOfWork(UnitOfWork):
    """`application.ports.CreditUnitOfWork`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._of_journeys: list[tuple[Journey, PendingEvent]] = []
        self.catalogue = PostgresCatalogue(self.connection)
        self.lines = PostgresLines(self.connection)
        self.sheets = PostgresCostSheets(self.connection)
        self.drawdowns = PostgresDrawdowns(self.connection)
        self.loans = PostgresLoans(self.connection)
        self.repayments = PostgresRepayments(self.connection)
        self.parties = PostgresParties(self.connection)
        self.barrier = PostgresDayBarrier(self.connection)
        self.closing = PostgresClosing(self.connection)

    def publish(self, event: Event, journey: Journey | None = None) -> str:
        """The event leaves with this transaction, as part of `journey` where the transaction serves several."""
        if journey is None:
            return super().publish(event)
        pending = PendingEvent(self.new_id(), event)
        self._of_journeys.append((journey, pending))
        return pending.event_id

    @property
    def has_outgoing(self) -> bool:
        """Whether somebody has to be woken after the commit."""
        return bool(self._of_journeys) or super().has_outgoing

    async def flush(self) -> None:
        """Also the events of other journeys, each with its own correlation."""
        for journey, pending in self._of_journeys:
            context = replace(
                self.context, correlation_id=journey.correlation_id, causation_id=journey.causation_id
            )
            await insert_events(self.connection, [pending], context, self.now)
        await super().flush()

    async def begin_business_days(self, first: date) -> None:
        """Sets the bank's first business date."""
        await business_day.advance(self.connection, first, None)
