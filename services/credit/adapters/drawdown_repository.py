"""Drawdowns on the hot path: one statement locks, one reads what the rules need, one writes (architecture.md 8)."""
from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters import drawdown_statements as sql
from services.credit.adapters.catalogue_repository import terms_of_text
from services.credit.adapters.cost_sheet_repository import presented_sheet_of
from services.credit.adapters.disbursement import disbursement_parameters
from services.credit.adapters.limit_nodes import LOCK_DRAWDOWNS, LOCK_LINE, lock_path, node_arrays, node_of
from services.credit.adapters.line_repository import line_of
from services.credit.adapters.row import Row
from services.credit.application.records.cost_sheet import PresentedSheet
from services.credit.application.records.drawdown import Drawdown, DrawdownCase
from services.credit.application.records.payout import Disbursement, PayoutBook, PayoutCase, PayoutToSend
from services.credit.domain.lifecycle import DrawdownStatus
from services.credit.domain.limit_tree import Path
from services.credit.domain.product import RepaymentMethod

_PARAMETERS: Final = ["PURPOSE_BANNED", "SELF_PAY_MAX_CONSUMER", "SELF_PAY_MAX_BUSINESS"]
_NEEDED_CONSENTS: Final = ["PROFILING", "CREDIT_BUREAU", "FINANCIAL_DATA"]
"""Taken back and not granted again, any of these stops new draws (domain.md 2.1.2)."""


class PostgresDrawdowns:
    """`application.ports.Drawdowns`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open_case(self, line_id: str, cost_sheet_id: str) -> DrawdownCase:
        """Locks the line's path from root to leaf, then reads everything the rules need. Raises NotFound."""
        path = await lock_path(self._connection, LOCK_LINE, line_id)
        values = (line_id, cost_sheet_id, _PARAMETERS, _NEEDED_CONSENTS)
        row = (await self._connection.exec_driver_sql(sql.OPEN_CASE, values)).mappings().one()
        return DrawdownCase(
            business_date=row["business_date"],
            line=line_of(row),
            path=path,
            product=terms_of_text(row["product_text"]),
            sheet=_sheet_of(row) if row["s_id"] else None,
            sheet_is_used=row["sheet_is_used"],
            earliest_unpaid_due_date=row["earliest_unpaid_due_date"],
            lacks_consent=row["lacks_consent"],
            parameters=json.loads(row["parameters"]),
        )

    async def reserve(self, drawdown: Drawdown, path: Path) -> None:
        """The new drawdown and the nodes that hold it."""
        values = (
            *node_arrays(path),
            drawdown.drawdown_id,
            drawdown.line_id,
            drawdown.party_id,
            drawdown.outlet_id,
            drawdown.cost_sheet_id,
            drawdown.amount_fen,
            drawdown.term_months,
            drawdown.method.value,
            drawdown.purpose_code,
            drawdown.pay_mode,
            drawdown.state.value,
            drawdown.business_date,
            drawdown.requested_at,
        )
        await self._connection.exec_driver_sql(sql.RESERVE, values)

    async def start(
        self, drawdown_ids: Sequence[str], at: datetime, *, reserved_since: datetime
    ) -> Sequence[PayoutToSend]:
        """Marks them as sent, with their payment orders; sent again they keep the date of the first time."""
        values = (list(drawdown_ids), at, reserved_since)
        rows = await self._connection.exec_driver_sql(sql.START, values)
        return [PayoutToSend(str(row.id), row.mandate_id, row.amount_fen, row.business_date) for row in rows]

    async def payout_book(self, drawdown_ids: Sequence[str]) -> PayoutBook:
        """Locks all nodes of their paths from root to leaf, then reads the drawdowns and what their loans need."""
        ids = list(drawdown_ids)
        nodes = [node_of(row) for row in await self._connection.exec_driver_sql(LOCK_DRAWDOWNS, (ids,))]
        rows = (await self._connection.exec_driver_sql(sql.PAYOUT_CASES, (ids,))).mappings()
        cases = {str(row["d_id"]): _payout_case(row) for row in rows}
        return PayoutBook(cases, {node.node_id: node for node in nodes})

    async def disbursed(
        self, disbursements: Sequence[Disbursement], book: PayoutBook, *, business_date: date, at: datetime
    ) -> None:
        """Books loans: nodes, drawdowns, loans, instalments, history, journals and payments, together."""
        values = disbursement_parameters(disbursements, book, business_date, at)
        await self._connection.exec_driver_sql(sql.DISBURSED, values)

    async def failed(self, drawdown: Drawdown, path: Path, at: datetime) -> None:
        """Frees the nodes and closes drawdown and payment order."""
        values = (*node_arrays(path), drawdown.drawdown_id, drawdown.reason, at, drawdown.request_no)
        await self._connection.exec_driver_sql(sql.FAILED, values)


def _payout_case(row: Row) -> PayoutCase:
    return PayoutCase(
        drawdown=drawdown_of(_prefixed(row, "d_")),
        line=line_of(row),
        product=terms_of_text(row["product_text"]),
        mandate_id=row["mandate_id"],
        annual_cost=row["annual_cost"].normalize(),
    )


def drawdown_of(row: Row) -> Drawdown:
    """The drawdown of a row."""
    return Drawdown(
        drawdown_id=str(row["id"]),
        line_id=str(row["line_id"]),
        party_id=str(row["party_id"]),
        outlet_id=row["outlet_id"],
        cost_sheet_id=str(row["cost_sheet_id"]),
        amount_fen=row["amount_fen"],
        term_months=row["term_months"],
        method=RepaymentMethod(row["method"]),
        purpose_code=row["purpose_code"],
        pay_mode=row["pay_mode"],
        state=DrawdownStatus(row["state"]),
        business_date=row["business_date"],
        requested_at=row["requested_at"],
        loan_id=str(row["loan_id"]) if row["loan_id"] else None,
        reason=row["reason"],
        sent_at=row["sent_at"],
    )


def _sheet_of(row: Row) -> PresentedSheet:
    fields = _prefixed(row, "s_")
    return presented_sheet_of({**fields, "content": json.loads(fields["content"])})


def _prefixed(row: Row, prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}
