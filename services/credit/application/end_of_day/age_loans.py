"""What time alone does: loans fall overdue, lines are frozen or thawed, classes follow the days past due (A7, A19, R18)."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from services.credit.application.end_of_day.ports import ClosingUnitOfWork, Counts
from services.credit.application.end_of_day.records import ClassChange, OverdueLoan
from services.credit.application.freeze_lines import OVERDUE
from services.credit.domain.classification import ClassThresholds
from services.credit.domain.delinquency import FREEZE_FROM_DPD
from shared.schemas.events.credit import (
    CreditLineFrozen,
    CreditLineUnfrozen,
    LoanArrearsChanged,
    LoanClassified,
    LoanOverdue,
)

CURED: Final = "CURED"
DAYS_PAST_DUE: Final = "DAYS_PAST_DUE"


async def age_loans(on: date, thresholds: ClassThresholds, uow: ClosingUnitOfWork) -> Counts:
    """As of the morning after `on`. Lines first, then loans: the order in which locks are taken."""
    as_of, ageing = on + timedelta(days=1), uow.closing.ageing
    frozen = await ageing.freeze(as_of, FREEZE_FROM_DPD, OVERDUE)
    unfrozen = await ageing.unfreeze(as_of, OVERDUE)
    overdue = await ageing.fall_overdue(as_of)
    classified = await ageing.classify(as_of, thresholds)
    for line in frozen:
        uow.publish(CreditLineFrozen(line_id=line.line_id, party_id=line.party_id, reason=OVERDUE, outlet_id=line.outlet_id))
    for line in unfrozen:
        uow.publish(CreditLineUnfrozen(line_id=line.line_id, party_id=line.party_id, reason=CURED, outlet_id=line.outlet_id))
    for loan in overdue:
        uow.publish(_arrears_event(loan, as_of))
    for change in classified:
        uow.publish(_classified_event(change, as_of))
    return {
        "lines_frozen": len(frozen),
        "lines_unfrozen": len(unfrozen),
        "fell_overdue": sum(loan.is_new for loan in overdue),
        "classified": len(classified),
    }


def _arrears_event(loan: OverdueLoan, as_of: date) -> LoanOverdue | LoanArrearsChanged:
    """LoanOverdue once, at crossing; what falls due on a loan that is late already is told as a change."""
    arrears: dict[str, Any] = {
        "loan_id": loan.loan_id,
        "party_id": loan.party_id,
        "outlet_id": loan.outlet_id,
        "line_id": loan.line_id,
        "business_date": as_of,
        "earliest_unpaid_due_date": loan.earliest_unpaid_due_date,
        "overdue_principal_fen": loan.overdue_principal_fen,
        "overdue_interest_fen": loan.overdue_interest_fen,
        "outstanding_principal_fen": loan.outstanding_fen,
    }
    return LoanOverdue(**arrears, product_code=loan.product_code) if loan.is_new else LoanArrearsChanged(**arrears)


def _classified_event(change: ClassChange, as_of: date) -> LoanClassified:
    return LoanClassified(
        loan_id=change.loan_id,
        party_id=change.party_id,
        outlet_id=change.outlet_id,
        business_date=as_of,
        from_class=change.from_class,
        to_class=change.to_class,
        days_past_due=change.days_past_due,
        trigger=DAYS_PAST_DUE if change.days_past_due else CURED,
        outstanding_principal_fen=change.outstanding_fen,
    )
