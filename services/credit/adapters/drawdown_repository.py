"""Drawdowns on the hot path: one statement locks, one reads what the rules need, one writes (architecture.md 8)."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters import drawdown_statements as sql
from services.credit.adapters.disbursement import disbursement_parameters
from services.credit.adapters.drawdown_cases import drawdown_case, payout_case
from services.credit.adapters.limit_nodes import LOCK_DRAWDOWNS, node_arrays, node_of
from services.credit.application.errors import SheetUsed
from services.credit.application.records.drawdown import Drawdown, DrawdownCase
from services.credit.application.records.payout import Disbursement, PayoutBook, PayoutToSend
from services.credit.domain.limit_tree import Path
from shared.kernel.errors import NotFound

_PARAMETERS: Final = ["PURPOSE_BANNED", "SELF_PAY_MAX_CONSUMER", "SELF_PAY_MAX_BUSINESS"]
_NEEDED_CONSENTS: Final = ["PROFILING", "CREDIT_BUREAU", "FINANCIAL_DATA"]
"""Taken back and not granted again, any of these stops new draws (domain.md 2.1.2)."""


class PostgresDrawdowns:
    """`application.ports.Drawdowns`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open_case(self, line_id: str, cost_sheet_id: str) -> DrawdownCase:
        """Locks the line's path from root to leaf and reads everything the rules need, in one statement. Raises NotFound.

        The nodes are read as locked, the rest as of the statement's start: a line that is frozen or closed meanwhile shows
        on its node, a sheet that is used meanwhile is refused by its unique index.
        """
        values = (line_id, cost_sheet_id, _PARAMETERS, _NEEDED_CONSENTS)
        row = (await self._connection.exec_driver_sql(sql.OPEN_CASE, values)).first()
        if row is None:
            raise NotFound()
        return drawdown_case(row.product, row.facts)

    async def reserve(self, drawdown: Drawdown, path: Path) -> None:
        """The new drawdown and the nodes that hold it. Raises SheetUsed."""
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
        try:
            await self._connection.exec_driver_sql(sql.RESERVE, values)
        except IntegrityError as error:
            raise SheetUsed() from error

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
        rows = await self._connection.exec_driver_sql(sql.PAYOUT_CASES, (ids,))
        cases = [payout_case(row.product, row.facts) for row in rows]
        return PayoutBook({case.drawdown.drawdown_id: case for case in cases}, {node.node_id: node for node in nodes})

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
