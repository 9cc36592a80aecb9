"""Accounts, their lines, and the holders behind them."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Row, Text, any_, cast, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.sandbox.adapters.people import behaviour_of
from services.sandbox.adapters.rows import insert_rows, row_of, update_rows
from services.sandbox.adapters.tables import account, conduct, mandate, person, statement_line
from services.sandbox.domain.account import Account, AccountKind, AccountStatus, LineKind, StatementLine
from services.sandbox.domain.behaviour import plan_of
from services.sandbox.domain.conduct import Conduct
from services.sandbox.domain.debit import Holder

_CONDUCT = ("payments", "paid_on", "lapse", "lapsed_on", "promised_for", "part_paid", "contacts")


class SqlAccounts:
    """Accounts and their lines; a line is written once and never changed."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self, accounts: Sequence[Account], now: datetime) -> None:
        """Adds accounts with what is on them."""
        await insert_rows(self._connection, account, [row_of(one) | {"opened_at": now} for one in accounts])

    async def post(self, lines: Sequence[StatementLine]) -> None:
        """Adds lines."""
        await insert_rows(self._connection, statement_line, [row_of(line) for line in lines])

    async def has_line(self, account_no: str, reference: str) -> bool:
        """Whether a deposit of that reference has arrived; the account's lock must be held."""
        line = statement_line.c
        found = exists().where(line.account_no == account_no, line.reference == reference)
        return bool((await self._connection.execute(select(found))).scalar_one())


class SqlHolders:
    """People with their card accounts, locked in the order of account numbers."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def by_mandates(self, mandate_ids: Iterable[str]) -> dict[str, Holder]:
        """Locked holders by mandate; two mandates of one person give equal holders."""
        rows = await self._locked(mandate.c.mandate_id == any_(cast(list(mandate_ids), ARRAY(Text))), mandates=True)
        return {row.mandate_id: _holder(row) for row in rows}

    async def by_subject(self, subject: str) -> Holder | None:
        """The locked holder of a sign-in."""
        rows = await self._locked(person.c.subject == subject, mandates=False)
        return _holder(rows[0]) if rows else None

    async def save(self, holders: Sequence[Holder]) -> None:
        """Writes accounts and conduct back."""
        accounts = [row_of(holder.account) for holder in holders]
        await update_rows(self._connection, account, accounts, key="account_no")
        conducts = [{"subject": holder.subject, **row_of(holder.conduct)} for holder in holders]
        await update_rows(self._connection, conduct, conducts, key="subject")

    async def _locked(self, condition: ColumnElement[bool], *, mandates: bool) -> Sequence[Row[Any]]:
        statement = (
            select(account, person.c.subject, person.c.behaviour, person.c.employer, *(conduct.c[name] for name in _CONDUCT))
            .join(person, person.c.card_number == account.c.account_no)
            .join(conduct, conduct.c.subject == person.c.subject)
        )
        if mandates:
            statement = statement.add_columns(mandate.c.mandate_id).join(
                mandate, mandate.c.account_no == account.c.account_no
            )
        locked = statement.where(condition).order_by(account.c.account_no).with_for_update(of=[account, conduct])
        return (await self._connection.execute(locked)).all()


def _holder(row: Row[Any]) -> Holder:
    return Holder(
        account=Account(
            account_no=row.account_no,
            customer_no=row.customer_no,
            kind=AccountKind(row.kind),
            status=AccountStatus(row.status),
            balance_fen=row.balance_fen,
            line_count=row.line_count,
            proceeds_fen=row.proceeds_fen,
        ),
        subject=row.subject,
        plan=plan_of(behaviour_of(row.behaviour)),
        conduct=Conduct(**{name: getattr(row, name) for name in _CONDUCT}),
        income=LineKind.SALARY if row.employer else LineKind.SALES,
    )
