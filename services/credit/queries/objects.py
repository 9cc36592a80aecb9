"""Single contracts, cost sheets, drawdowns and repayments by id."""
from __future__ import annotations

from sqlalchemy import Table, select, text
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.cost_sheet_repository import presented_sheet_of
from services.credit.adapters.drawdown_cases import drawdown_of
from services.credit.adapters.line_repository import contract_of
from services.credit.adapters.repayment_repository import repayment_of
from services.credit.adapters.tables import contract, cost_sheet, drawdown, repayment
from services.credit.application.records.cost_sheet import PresentedSheet
from services.credit.application.records.credit_line import Contract
from services.credit.application.records.drawdown import Drawdown
from services.credit.application.records.repayment import Repayment
from services.credit.application.request_drawdown import PAY_OUT

_JOURNEY = text("SELECT correlation_id FROM due_command WHERE name = :name AND key = :key")


async def find_contract(connection: AsyncConnection, contract_id: str) -> Contract | None:
    """A contract; its signer's particulars stay sealed."""
    row = await _find(connection, contract, contract_id)
    return None if row is None else contract_of(row)


async def find_sheet(connection: AsyncConnection, sheet_id: str) -> PresentedSheet | None:
    """A cost sheet."""
    row = await _find(connection, cost_sheet, sheet_id)
    return None if row is None else presented_sheet_of(row)


async def find_drawdown(connection: AsyncConnection, drawdown_id: str) -> Drawdown | None:
    """A drawdown."""
    row = await _find(connection, drawdown, drawdown_id)
    return None if row is None else drawdown_of(row)


async def find_repayment(connection: AsyncConnection, repayment_id: str) -> Repayment | None:
    """A repayment."""
    row = await _find(connection, repayment, repayment_id)
    return None if row is None else repayment_of(row)


async def journey_of_drawdown(connection: AsyncConnection, drawdown_id: str) -> str | None:
    """The correlation id under which a drawdown was asked for."""
    found = (await connection.execute(_JOURNEY, {"name": PAY_OUT, "key": drawdown_id})).scalar()
    return None if found is None else str(found)


async def _find(connection: AsyncConnection, table: Table, object_id: str) -> RowMapping | None:
    return (await connection.execute(select(table).where(table.c.id == object_id))).mappings().one_or_none()
