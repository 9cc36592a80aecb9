"""A customer draws under his line: every rule is checked under the lock of his limits, then the amount is reserved."""
from __future__ import annotations

from dataclasses import dataclass

from services.credit.application.errors import ConsentWithdrawn, EntrustedPaymentRequired, PurposeBanned, SheetUsed
from services.credit.application.open_line import FEN_PER_YUAN
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.drawdown import SELF_PAY, Drawdown, DrawdownCase
from services.credit.domain.drawdown import require_confirmed_sheet, require_line_open, require_maturity_within_line
from services.credit.domain.errors import TermNotOffered
from services.credit.domain.lifecycle import DrawdownStatus
from services.credit.domain.limit_tree import reserve
from services.credit.domain.loan_terms import LoanTerms, agree_terms
from services.credit.domain.product import RepaymentMethod
from shared.schemas.events.credit import DrawdownRequested

PAY_OUT = "pay-out-drawdown"
"""The due command that carries the drawdown to the core bank."""


@dataclass(frozen=True, slots=True)
class RequestDrawdown:
    """The terms must be those of the confirmed sheet."""

    line_id: str
    amount_fen: int
    term_months: int
    method: RepaymentMethod
    purpose_code: str
    cost_sheet_id: str


async def request_drawdown(command: RequestDrawdown, uow: CreditUnitOfWork) -> Drawdown:
    """The drawdown, RESERVED (domain.md 2.1.2, 2.1.5, A3, A6, A19).

    Raises LineNotActive, LineFrozen, CustomerOverdue, PurposeBanned, ConsentWithdrawn, EntrustedPaymentRequired, the
    product's refusals, MaturityBeyondLine, CostSheetRequired, SheetUsed, LimitExceeded.
    """
    case = await uow.drawdowns.open_case(command.line_id, command.cost_sheet_id)
    uow.authorize("drawdown.request", case.line)
    _require_allowed(command, case)
    path = reserve(case.path, command.amount_fen)
    drawdown = Drawdown(
        drawdown_id=uow.new_id(),
        line_id=case.line.line_id,
        party_id=case.line.party_id,
        outlet_id=case.line.outlet_id,
        cost_sheet_id=command.cost_sheet_id,
        amount_fen=command.amount_fen,
        term_months=command.term_months,
        method=command.method,
        purpose_code=command.purpose_code,
        pay_mode=SELF_PAY,
        state=DrawdownStatus.RESERVED,
        business_date=case.business_date,
        requested_at=uow.now,
    )
    await uow.drawdowns.reserve(drawdown, path)
    uow.schedule(PAY_OUT, {"drawdown_id": drawdown.drawdown_id}, due_at=uow.now, key=drawdown.drawdown_id)
    uow.publish(
        DrawdownRequested(
            drawdown_id=drawdown.drawdown_id,
            line_id=drawdown.line_id,
            party_id=drawdown.party_id,
            amount_fen=drawdown.amount_fen,
            outlet_id=drawdown.outlet_id,
            purpose_code=drawdown.purpose_code,
            pay_mode=drawdown.pay_mode,
            method=drawdown.method.value,
            term_months=drawdown.term_months,
        )
    )
    return drawdown


def _require_allowed(command: RequestDrawdown, case: DrawdownCase) -> None:
    standing = case.standing()
    require_line_open(standing, case.business_date)
    if command.purpose_code in case.parameters["PURPOSE_BANNED"].split():
        raise PurposeBanned()
    if case.lacks_consent:
        raise ConsentWithdrawn()
    _require_self_pay(command, case)
    terms = _terms(command, case)
    require_maturity_within_line(standing, terms)
    presented = case.sheet
    usable = presented is not None and case.business_date < presented.expires_on
    sheet, status = (presented.sheet, presented.status) if presented and usable else (None, None)
    require_confirmed_sheet(sheet, status, terms)
    if case.sheet_is_used:
        raise SheetUsed()


def _require_self_pay(command: RequestDrawdown, case: DrawdownCase) -> None:
    """R12: above the threshold the money goes to the counterparty, not to the borrower."""
    code = "SELF_PAY_MAX_CONSUMER" if case.product.consumer else "SELF_PAY_MAX_BUSINESS"
    limit_fen = int(case.parameters[code]) * FEN_PER_YUAN
    if command.amount_fen > limit_fen:
        raise EntrustedPaymentRequired(self_pay_max_fen=limit_fen)


def _terms(command: RequestDrawdown, case: DrawdownCase) -> LoanTerms:
    if command.term_months > case.line.term_months:
        raise TermNotOffered(term_max_months=case.line.term_months)
    return agree_terms(
        case.product,
        method=command.method,
        amount_fen=command.amount_fen,
        annual_rate=case.line.annual_rate,
        term_months=command.term_months,
        disbursed_on=case.business_date,
    )
