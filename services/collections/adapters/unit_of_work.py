"""One transaction of collections."""
from __future__ import annotations

from datetime import date
from typing import Any

from services.collections.adapters.cases import PostgresCases
from services.collections.adapters.contacts import PostgresContacts
from services.collections.adapters.debtors import PostgresDebtors
from services.collections.adapters.history import PostgresHistory
from services.collections.adapters.loans import PostgresLoans, PostgresPayments
from services.collections.adapters.promises import PostgresPromises
from services.collections.adapters.reference_data import PostgresCollectors, PostgresParameters
from shared.db.business_day import BusinessDateUnknown
from shared.db.unit_of_work import UnitOfWork
from shared.schemas.event import Event

_IDS = {"case_id", "party_id", "outlet_id"}


class PostgresCollectionsUnitOfWork(UnitOfWork):
    """The platform's unit of work with collections' repositories."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        connection = self.connection
        self.debtors = PostgresDebtors(connection)
        self.loans = PostgresLoans(connection)
        self.cases = PostgresCases(connection)
        self.collectors = PostgresCollectors(connection)
        self.contacts = PostgresContacts(connection, self.now)
        self.promises = PostgresPromises(connection, self.now)
        self.payments = PostgresPayments(connection)
        self.parameters = PostgresParameters(connection)
        self.history = PostgresHistory(connection, self.principal.key, self.now, self.new_id)

    async def as_of(self, event_date: date) -> date:
        """The later of an event's date and the business date, if that is known yet."""
        try:
            return max(event_date, await self.business_date())
        except BusinessDateUnknown:
            return event_date

    async def record(self, event: Event, business_date: date) -> None:
        """Publishes a case's event and keeps it in the case's process record."""
        self.publish(event)
        await self.history.add(
            case_id=event.aggregate_id,
            business_date=business_date,
            kind=type(event).__name__,
            facts=event.model_dump(mode="json", exclude=_IDS),
        )
