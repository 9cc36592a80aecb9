"""One transaction of partners."""
from __future__ import annotations

from typing import Any

from services.partners.adapters.deliveries import PostgresDeliveries
from services.partners.adapters.endpoints import PostgresEndpoints
from services.partners.adapters.partners import PostgresLoans, PostgresPartners
from shared.db.unit_of_work import UnitOfWork


class PostgresPartnersUnitOfWork(UnitOfWork):
    """The platform's unit of work with partners' repositories."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.partners = PostgresPartners(self.connection)
        self.endpoints = PostgresEndpoints(self.connection)
        self.deliveries = PostgresDeliveries(self.connection, self.now, self.new_id)
        self.loans = PostgresLoans(self.connection)
