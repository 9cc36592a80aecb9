"""The parts of a close over one transaction."""
from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.end_of_day.ageing import PostgresAgeing
from services.credit.adapters.end_of_day.books import PostgresBooks
from services.credit.adapters.end_of_day.business_days import PostgresBusinessDays
from services.credit.adapters.end_of_day.dues import PostgresDues
from services.credit.adapters.end_of_day.receipts import PostgresReceipts


class PostgresClosing:
    """`application.end_of_day.ports.Closing`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.days = PostgresBusinessDays(connection)
        self.dues = PostgresDues(connection)
        self.receipts = PostgresReceipts(connection)
        self.ageing = PostgresAgeing(connection)
        self.books = PostgresBooks(connection)
