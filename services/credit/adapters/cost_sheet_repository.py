"""Cost sheets in Postgres: what was shown, word for word, and when."""
from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.row import Row
from services.credit.adapters.tables import cost_sheet
from services.credit.application.records.cost_sheet import PresentedSheet
from services.credit.domain.cost_sheet import ContingentItem, CostItem, CostSheet
from services.credit.domain.lifecycle import CostSheetStatus
from services.credit.domain.product import RepaymentMethod
from shared.kernel.errors import NotFound
from shared.kernel.rate import rate_text

_S = cost_sheet.c


class PostgresCostSheets:
    """`application.ports.CostSheets`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, presented: PresentedSheet) -> None:
        """A new sheet."""
        sheet = presented.sheet
        row = {
            "id": presented.sheet_id,
            "line_id": presented.line_id,
            "party_id": presented.party_id,
            "outlet_id": presented.outlet_id,
            "amount_fen": sheet.principal_fen,
            "term_months": sheet.term_months,
            "method": sheet.method.value,
            "annual_rate": sheet.annual_rate,
            "annual_cost": sheet.annual_cost,
            "sheet_hash": presented.sheet_hash,
            "content": _content(sheet),
            "min_read_seconds": presented.min_read_seconds,
            "status": presented.status.value,
            "presented_at": presented.presented_at,
            "expires_on": presented.expires_on,
        }
        await self._connection.execute(insert(cost_sheet).values(row))

    async def lock(self, sheet_id: str) -> PresentedSheet:
        """Raises NotFound."""
        query = select(cost_sheet).where(_S.id == sheet_id).with_for_update()
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound()
        return presented_sheet_of(row)

    async def confirm(self, sheet_id: str, at: datetime) -> None:
        """The customer confirmed."""
        confirmed = {"status": CostSheetStatus.CONFIRMED.value, "confirmed_at": at}
        await self._connection.execute(update(cost_sheet).where(_S.id == sheet_id).values(confirmed))


def presented_sheet_of(row: Row) -> PresentedSheet:
    """The sheet of a row."""
    return PresentedSheet(
        sheet_id=str(row["id"]),
        line_id=str(row["line_id"]),
        party_id=str(row["party_id"]),
        outlet_id=row["outlet_id"],
        sheet=_sheet_of(row),
        sheet_hash=row["sheet_hash"],
        status=CostSheetStatus(row["status"]),
        min_read_seconds=row["min_read_seconds"],
        presented_at=row["presented_at"],
        expires_on=row["expires_on"],
        confirmed_at=row["confirmed_at"],
    )


def _sheet_of(row: Row) -> CostSheet:
    content = row["content"]
    return CostSheet(
        principal_fen=row["amount_fen"],
        term_months=row["term_months"],
        method=RepaymentMethod(row["method"]),
        annual_rate=row["annual_rate"].normalize(),
        items=tuple(CostItem(**{**item, "annualised": Decimal(item["annualised"])}) for item in content["items"]),
        contingent=tuple(
            ContingentItem(item["code"], Decimal(item["annual_rate"])) for item in content["contingent"]
        ),
        total_cost_fen=content["total_cost_fen"],
        nominal_rate=Decimal(content["nominal_rate"]),
        effective_rate=Decimal(content["effective_rate"]),
    )


def _content(sheet: CostSheet) -> dict[str, Any]:
    return {
        "items": [
            {
                "code": item.code,
                "payee": item.payee,
                "timing": item.timing,
                "total_fen": item.total_fen,
                "annualised": rate_text(item.annualised),
            }
            for item in sheet.items
        ],
        "contingent": [
            {"code": item.code, "annual_rate": rate_text(item.annual_rate)} for item in sheet.contingent
        ],
        "total_cost_fen": sheet.total_cost_fen,
        "nominal_rate": rate_text(sheet.nominal_rate),
        "effective_rate": rate_text(sheet.effective_rate),
    }
