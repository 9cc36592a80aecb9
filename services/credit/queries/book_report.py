"""The loan book as it stands: balances by class, arrears, and what the ledger holds (domain.md 2.5.3)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.catalogue_repository import PostgresCatalogue
from services.credit.adapters.end_of_day.books import PostgresBooks
from services.credit.application.end_of_day.parameters import provision_rates
from services.credit.domain.provision import ProvisionRates
from shared.db import business_day

_CLASSES: Final = """
SELECT class_code, count(*) FILTER (WHERE status <> 'SETTLED') AS loans, sum(outstanding_principal_fen)::bigint AS balance_fen,
       sum(overdue_principal_fen + overdue_interest_fen)::bigint AS overdue_fen,
       count(*) FILTER (WHERE status = 'OVERDUE') AS overdue_loans, count(*) FILTER (WHERE status = 'SETTLED') AS settled_loans,
       sum(principal_fen)::bigint AS lent_fen
FROM loan GROUP BY class_code
"""


@dataclass(frozen=True, slots=True)
class Book:
    """`classes` by class code, only those that hold a loan; `ledger` is fen by account, debits positive."""

    business_date: date
    classes: Mapping[str, Any]
    ledger: Mapping[str, int]
    rates: ProvisionRates


async def read_book(connection: AsyncConnection) -> Book:
    """The whole bank's book. Raises BusinessDateUnknown before its first day."""
    today = await business_day.read(connection)
    classes = {row.class_code: row for row in await connection.exec_driver_sql(_CLASSES)}
    ledger = await PostgresBooks(connection).balances()
    return Book(today, classes, ledger, provision_rates(await PostgresCatalogue(connection).parameters(today)))
