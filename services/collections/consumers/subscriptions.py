"""From events of onboarding and credit to commands."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from services.collections.application.adopt_parameter import AdoptParameter
from services.collections.application.follow_loan import (
    AddLoan,
    ClassifyLoan,
    ClearArrears,
    RecordArrears,
    RecordPayment,
    ReversePayment,
)
from services.collections.application.record_party import RecordAnyHourAgreement, RecordParty, WithdrawAgreement
from services.collections.domain.loan import Loan
from services.collections.domain.parameters import CODES
from shared.schemas.event import Envelope, Event
from shared.schemas.events import credit, onboarding

ANY_HOUR_PURPOSE: Final = "COLLECTION_ANY_HOUR"
"""The consent by which a debtor agrees to contacts outside 08:00-22:00 (R31)."""


def _party(event: onboarding.PartyRegistered, _: Envelope) -> RecordParty:
    return RecordParty(event.party_id, event.outlet_id, event.masked_name)


def _consent(event: onboarding.ConsentGranted, _: Envelope) -> RecordAnyHourAgreement | None:
    if event.purpose != ANY_HOUR_PURPOSE:
        return None
    return RecordAnyHourAgreement(event.party_id, event.consent_id, event.valid_to)


def _consent_withdrawn(event: onboarding.ConsentWithdrawn, _: Envelope) -> WithdrawAgreement | None:
    return WithdrawAgreement(event.consent_id) if event.purpose == ANY_HOUR_PURPOSE else None


def _parameter(event: credit.RegParamChanged, _: Envelope) -> AdoptParameter | None:
    if event.code not in CODES:
        return None
    return AdoptParameter(
        event.code, event.value, event.effective_from, event.effective_to, event.source, event.approver
    )


def _disbursed(event: credit.LoanDisbursed, _: Envelope) -> AddLoan:
    return AddLoan(Loan(event.loan_id, event.party_id, event.outlet_id, outstanding_fen=event.principal_fen))


def _arrears(event: credit.LoanOverdue | credit.LoanArrearsChanged, _: Envelope) -> RecordArrears:
    loan = Loan(
        loan_id=event.loan_id,
        party_id=event.party_id,
        outlet_id=event.outlet_id,
        outstanding_fen=event.outstanding_principal_fen,
        overdue_fen=event.overdue_principal_fen + event.overdue_interest_fen,
        earliest_unpaid_due_date=event.earliest_unpaid_due_date,
    )
    return RecordArrears(loan, event.business_date)


def _repaid(event: credit.RepaymentAllocated, _: Envelope) -> RecordPayment:
    return RecordPayment(
        repayment_id=event.repayment_id,
        loan_id=event.loan_id,
        party_id=event.party_id,
        business_date=event.business_date,
        amount_fen=event.amount_fen,
        outstanding_fen=event.outstanding_principal_fen,
        overdue_fen=event.overdue_fen,
        earliest_unpaid_due_date=event.earliest_unpaid_due_date,
    )


def _reversed(event: credit.RepaymentReversed, _: Envelope) -> ReversePayment:
    return ReversePayment(event.repayment_id, event.reverses_id)


def _cured(event: credit.LoanCured, _: Envelope) -> ClearArrears:
    return ClearArrears(event.loan_id, event.party_id, event.business_date, settled=False)


def _settled(event: credit.LoanSettled, _: Envelope) -> ClearArrears:
    return ClearArrears(event.loan_id, event.party_id, event.business_date, settled=True)


def _classified(event: credit.LoanClassified, _: Envelope) -> ClassifyLoan:
    return ClassifyLoan(event.loan_id, event.to_class)


SUBSCRIPTIONS: Final[dict[type[Event], Callable[[Any, Envelope], object | None]]] = {
    onboarding.PartyRegistered: _party,
    onboarding.ConsentGranted: _consent,
    onboarding.ConsentWithdrawn: _consent_withdrawn,
    credit.RegParamChanged: _parameter,
    credit.LoanDisbursed: _disbursed,
    credit.LoanOverdue: _arrears,
    credit.LoanArrearsChanged: _arrears,
    credit.RepaymentAllocated: _repaid,
    credit.RepaymentReversed: _reversed,
    credit.LoanCured: _cured,
    credit.LoanSettled: _settled,
    credit.LoanClassified: _classified,
}
