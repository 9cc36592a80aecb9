"""The all-in cost of one drawdown is shown before it can be asked for (domain.md 2.4.5, A6)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.cost_sheet import PresentedSheet
from services.credit.application.records.credit_line import CreditLine
from services.credit.domain.cost_sheet import build_cost_sheet, require_cost_within_cap
from services.credit.domain.errors import LineFrozen, LineNotActive, TermNotOffered
from services.credit.domain.lifecycle import CostSheetStatus, LineStatus
from services.credit.domain.loan_terms import agree_terms
from services.credit.domain.product import RepaymentMethod
from services.credit.domain.schedule import Schedule, illustrative_schedule
from shared.kernel.rate import rate_text
from shared.schemas.events.credit import CostSheetPresented

VALID_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PresentCostSheet:
    """The terms the customer thinks of."""

    line_id: str
    amount_fen: int
    term_months: int
    method: RepaymentMethod


@dataclass(frozen=True, slots=True)
class SheetWithSchedule:
    """The sheet and the schedule it rests on, as if paid out today."""

    presented: PresentedSheet
    schedule: Schedule


async def present_cost_sheet(command: PresentCostSheet, uow: CreditUnitOfWork) -> SheetWithSchedule:
    """A sheet for exactly these terms, before or after the line is signed.

    Raises LineNotActive, LineFrozen, TermNotOffered, the product's refusals, CostAboveCap.
    """
    line = await uow.lines.get(command.line_id)
    uow.authorize("cost-sheet.present", line)
    _require_may_quote(line)
    if command.term_months > line.term_months:
        raise TermNotOffered(term_max_months=line.term_months)
    product = (await uow.catalogue.product(line.product_code, line.product_version)).terms
    on = await uow.business_date()
    terms = agree_terms(
        product,
        method=command.method,
        amount_fen=command.amount_fen,
        annual_rate=line.annual_rate,
        term_months=command.term_months,
        disbursed_on=on,
    )
    sheet = build_cost_sheet(terms)
    require_cost_within_cap(sheet, product)
    presented = PresentedSheet(
        sheet_id=uow.new_id(),
        line_id=line.line_id,
        party_id=line.party_id,
        outlet_id=line.outlet_id,
        sheet=sheet,
        sheet_hash=sheet.sheet_hash,
        status=CostSheetStatus.PRESENTED,
        min_read_seconds=product.min_read_seconds,
        presented_at=uow.now,
        expires_on=on + VALID_FOR,
    )
    await uow.sheets.add(presented)
    uow.publish(
        CostSheetPresented(
            line_id=line.line_id,
            party_id=line.party_id,
            sheet_id=presented.sheet_id,
            sheet_hash=presented.sheet_hash,
            amount_fen=command.amount_fen,
            term_months=command.term_months,
            method=command.method.value,
            annual_cost=rate_text(sheet.annual_cost),
            outlet_id=line.outlet_id,
        )
    )
    return SheetWithSchedule(presented, illustrative_schedule(terms))


def _require_may_quote(line: CreditLine) -> None:
    if line.status is LineStatus.FROZEN:
        raise LineFrozen()
    if line.status not in (LineStatus.PENDING_SIGN, LineStatus.ACTIVE):
        raise LineNotActive()
