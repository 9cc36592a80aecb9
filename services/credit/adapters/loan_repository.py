"""Loans with their instalments: read whole, written by what changed."""
from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.limit_nodes import LOCK_LOAN, lock_path, save_nodes
from services.credit.adapters.loan_rows import (
    INSTALMENT_ARRAYS,
    INSTALMENT_FIELDS,
    booked_of,
    instalment_arrays,
    living_state,
)
from services.credit.application.records.booked_loan import BookedLoan, RepaymentCase
from services.credit.domain.limit_tree import Path
from shared.kernel.errors import NotFound

LOAN: Final = """
SELECT o.*, to_jsonb(p)::text AS product_text, l.limit_path
FROM loan o
JOIN credit_line l ON l.id = o.line_id
JOIN product_version p ON p.code = o.product_code AND p.version = o.product_version
WHERE o.id = $1::uuid
"""
INSTALMENTS: Final = "SELECT * FROM instalment WHERE loan_id = $1::uuid ORDER BY seq"
_SAVE: Final = """
UPDATE loan SET status = $2::text, outstanding_principal_fen = $3::bigint, suspense_fen = $4::bigint,
       products = $5::bigint, products_since = $6::date, products_run_to = $7::date, next_period_end = $8::date,
       earliest_unpaid_due_date = $9::date, overdue_principal_fen = $10::bigint, overdue_interest_fen = $11::bigint,
       settled_on = $12::date, version = version + 1
WHERE id = $1::uuid
"""
_FIELDS: Final = ", ".join(INSTALMENT_FIELDS)
_UNNESTED: Final = ", ".join(f"${index}::{kind}" for index, kind in enumerate(INSTALMENT_ARRAYS, start=2))
_SAVE_INSTALMENTS: Final = f"""
INSERT INTO instalment (loan_id, {_FIELDS}) SELECT $1::uuid, i.* FROM unnest({_UNNESTED}) AS i
ON CONFLICT (loan_id, seq) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in INSTALMENT_FIELDS[1:])}
"""  # noqa: S608  columns are constants of this module
_DROP_INSTALMENTS: Final = "DELETE FROM instalment WHERE loan_id = $1::uuid AND seq > $2::smallint"
_HAS_ARREARS: Final = """
SELECT EXISTS (SELECT FROM loan WHERE party_id = $1::uuid AND earliest_unpaid_due_date < $2::date)
"""


class PostgresLoans:
    """`application.ports.Loans`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, loan_id: str) -> BookedLoan:
        """Raises NotFound."""
        return await self._read(loan_id, LOAN)

    async def lock(self, loan_id: str) -> RepaymentCase:
        """Locks the nodes of its line's path from root to leaf, then the loan. Raises NotFound."""
        path = await lock_path(self._connection, LOCK_LOAN, loan_id)
        return RepaymentCase(await self._read(loan_id, f"{LOAN} FOR UPDATE OF o"), path)

    async def save(self, before: BookedLoan, after: BookedLoan, on: date) -> None:
        """Writes what changed of the loan and its instalments; a payoff ends the schedule at its last instalment."""
        await self._connection.exec_driver_sql(_SAVE, (after.loan_id, *living_state(after, on).values()))
        known = {account.instalment.seq: account for account in before.loan.accounts}
        changed = [account for account in after.loan.accounts if known.get(account.instalment.seq) != account]
        if changed:
            values = (after.loan_id, *instalment_arrays(changed))
            await self._connection.exec_driver_sql(_SAVE_INSTALMENTS, values)
        if len(after.loan.accounts) < len(before.loan.accounts):
            last = max(account.instalment.seq for account in after.loan.accounts)
            await self._connection.exec_driver_sql(_DROP_INSTALMENTS, (after.loan_id, last))

    async def save_nodes(self, path: Path) -> None:
        """Writes the nodes of a case."""
        await save_nodes(self._connection, path)

    async def has_arrears(self, party_id: str, on: date) -> bool:
        """Whether anything of the party is past due."""
        return bool((await self._connection.exec_driver_sql(_HAS_ARREARS, (party_id, on))).scalar_one())

    async def _read(self, loan_id: str, statement: str) -> BookedLoan:
        row = (await self._connection.exec_driver_sql(statement, (loan_id,))).mappings().first()
        if row is None:
            raise NotFound()
        instalments = (await self._connection.exec_driver_sql(INSTALMENTS, (loan_id,))).mappings().all()
        return booked_of(row, instalments)
