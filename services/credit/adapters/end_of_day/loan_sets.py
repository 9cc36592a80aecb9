"""Many loans read whole and written back by what changed, a statement each however many there are."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import chain, repeat
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.loan_rows import INSTALMENT_ARRAYS, INSTALMENT_FIELDS, booked_of, instalment_arrays, living_state
from services.credit.adapters.row import Row
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.domain.instalment_account import InstalmentAccount

_LOANS: Final = """
SELECT o.*, to_jsonb(p)::text AS product_text, l.limit_path
FROM loan o
JOIN credit_line l ON l.id = o.line_id
JOIN product_version p ON p.code = o.product_code AND p.version = o.product_version
WHERE o.id = ANY ($1::uuid[]) ORDER BY o.id
"""
_INSTALMENTS: Final = "SELECT * FROM instalment WHERE loan_id = ANY ($1::uuid[]) ORDER BY loan_id, seq"
_LIVING: Final = {
    "status": "text",
    "outstanding_principal_fen": "bigint",
    "suspense_fen": "bigint",
    "products": "bigint",
    "products_since": "date",
    "products_run_to": "date",
    "next_period_end": "date",
    "earliest_unpaid_due_date": "date",
    "overdue_principal_fen": "bigint",
    "overdue_interest_fen": "bigint",
    "settled_on": "date",
}
_SAVE: Final = f"""
UPDATE loan o SET {", ".join(f"{name} = s.{name}" for name in _LIVING)}, version = o.version + 1
FROM unnest($1::uuid[], {", ".join(f"${place}::{kind}[]" for place, kind in enumerate(_LIVING.values(), start=2))})
     AS s(id, {", ".join(_LIVING)})
WHERE o.id = s.id
"""  # noqa: S608  columns are constants of this module
_SAVE_INSTALMENTS: Final = f"""
INSERT INTO instalment (loan_id, {", ".join(INSTALMENT_FIELDS)})
SELECT * FROM unnest($1::uuid[], {", ".join(f"${place}::{kind}" for place, kind in enumerate(INSTALMENT_ARRAYS, start=2))})
ON CONFLICT (loan_id, seq) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in INSTALMENT_FIELDS[1:])}
"""  # noqa: S608  columns are constants of this module

Change = tuple[BookedLoan, BookedLoan]
"""A loan before and after."""


async def read_loans(connection: AsyncConnection, loan_ids: Sequence[str]) -> list[BookedLoan]:
    """The loans whole, in order of id."""
    rows = (await connection.exec_driver_sql(_LOANS, (list(loan_ids),))).mappings().all()
    instalments: dict[Any, list[Row]] = defaultdict(list)
    for row in (await connection.exec_driver_sql(_INSTALMENTS, (list(loan_ids),))).mappings():
        instalments[row["loan_id"]].append(row)
    return [booked_of(row, instalments[row["id"]]) for row in rows]


async def save_loans(connection: AsyncConnection, changes: Sequence[Change], on: date) -> None:
    """Living state of every loan, and the instalments that are new or changed."""
    states = [living_state(after, on) for _, after in changes]
    columns = [[state[name] for state in states] for name in _LIVING]
    await connection.exec_driver_sql(_SAVE, ([after.loan_id for _, after in changes], *columns))
    changed = [(after.loan_id, _changed(before, after)) for before, after in changes]
    if any(accounts for _, accounts in changed):
        loan_ids = list(chain.from_iterable(repeat(loan_id, len(accounts)) for loan_id, accounts in changed))
        arrays = instalment_arrays(chain.from_iterable(accounts for _, accounts in changed))
        await connection.exec_driver_sql(_SAVE_INSTALMENTS, (loan_ids, *arrays))


def _changed(before: BookedLoan, after: BookedLoan) -> list[InstalmentAccount]:
    known = {account.instalment.seq: account for account in before.loan.accounts}
    return [account for account in after.loan.accounts if known.get(account.instalment.seq) != account]
