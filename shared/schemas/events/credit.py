"""What credit tells the others: products, parameters, lines, drawdowns, loans, the business day."""
from __future__ import annotations

from shared.schemas.event import Event
from shared.schemas.fields import (
    AmountFen,
    BalanceFen,
    BusinessDate,
    Code,
    Count,
    Id,
    Key,
    Rate,
    TermMonths,
    Text,
)


class ProductVersionPublished(Event):
    """A product version, whole: every convention that a decision or a page needs."""

    producer = "credit"
    aggregate = "product"
    aggregate_field = "product_code"
    product_code: Code
    product_version: Count
    name_zh: Text
    name_en: Text
    segment: Code
    consumer: bool
    revolving: bool
    methods: tuple[Code, ...]
    amount_min_fen: AmountFen
    amount_max_fen: AmountFen
    term_min_months: TermMonths
    term_max_months: TermMonths
    rate_min: Rate
    rate_max: Rate
    line_term_months: TermMonths
    effective_from: BusinessDate


class RegParamChanged(Event):
    """A dated regulatory parameter, whole (domain.md 2.5)."""

    producer = "credit"
    aggregate = "reg-param"
    aggregate_field = "code"
    code: Code
    value: Text
    effective_from: BusinessDate
    effective_to: BusinessDate | None = None
    source: Text
    approver: Text


class _LineEvent(Event):
    producer = "credit"
    aggregate = "line"
    aggregate_field = "line_id"
    line_id: Id
    party_id: Id


class ContractPrepared(_LineEvent):
    """A line contract waits for the customer's signature."""

    contract_id: Id
    application_id: Id
    product_code: Code
    total_fen: AmountFen
    annual_rate: Rate
    outlet_id: Key
    sign_by: BusinessDate


class ContractSigned(_LineEvent):
    """The customer signed; the document hash proves what."""

    contract_id: Id
    kind: Code
    document_hash: Text
    method: Code
    outlet_id: Key


class CreditLineActivated(_LineEvent):
    """The line may be drawn."""

    application_id: Id
    product_code: Code
    product_version: Count
    total_fen: AmountFen
    start_date: BusinessDate
    end_date: BusinessDate
    outlet_id: Key


class CreditLineFrozen(_LineEvent):
    """Nothing may be drawn; `reason` is a code."""

    reason: Code
    outlet_id: Key


class CreditLineUnfrozen(_LineEvent):
    """The line may be drawn again."""

    reason: Code
    outlet_id: Key


class CostSheetPresented(_LineEvent):
    """All-in cost shown to the customer (综合融资成本明示表)."""

    sheet_id: Id
    sheet_hash: Text
    amount_fen: AmountFen
    term_months: TermMonths
    method: Code
    annual_cost: Rate
    outlet_id: Key


class CostSheetConfirmed(_LineEvent):
    """The customer confirmed the sheet after the forced reading time, measured by the server."""

    sheet_id: Id
    sheet_hash: Text
    annual_cost: Rate
    read_seconds: Count
    channel: Code
    outlet_id: Key


class _DrawdownEvent(Event):
    producer = "credit"
    aggregate = "drawdown"
    aggregate_field = "drawdown_id"
    drawdown_id: Id
    line_id: Id
    party_id: Id
    amount_fen: AmountFen
    outlet_id: Key


class DrawdownRequested(_DrawdownEvent):
    """A customer asked to draw; the limit is reserved on every node of its path."""

    purpose_code: Code
    pay_mode: Code
    method: Code
    term_months: TermMonths


class DisbursementFailed(_DrawdownEvent):
    """The core bank did not pay out; the reservation is released."""

    reason: Code


class _LoanEvent(Event):
    producer = "credit"
    aggregate = "loan"
    aggregate_field = "loan_id"
    loan_id: Id
    party_id: Id
    outlet_id: Key


class LoanDisbursed(_LoanEvent):
    """Money left the bank; the loan lives. `flags` are the reporting flags of domain.md 2.5.6."""

    line_id: Id
    drawdown_id: Id
    product_code: Code
    product_version: Count
    principal_fen: AmountFen
    annual_rate: Rate
    method: Code
    term_months: TermMonths
    start_date: BusinessDate
    maturity_date: BusinessDate
    first_due_date: BusinessDate
    annual_cost: Rate
    pay_mode: Code
    flags: tuple[Code, ...]


class InterestSettled(_LoanEvent):
    """Interest of a settlement period became payable."""

    period_from: BusinessDate
    period_to: BusinessDate
    days: Count
    amount_fen: BalanceFen
    due_date: BusinessDate


class RepaymentAllocated(_LoanEvent):
    """Money received was applied; parts sum to the amount with `suspense_fen`.

    `overdue_fen` is principal and interest still overdue, `earliest_unpaid_due_date` since when.
    """

    repayment_id: Id
    business_date: BusinessDate
    source: Code
    amount_fen: AmountFen
    fee_fen: BalanceFen
    compound_fen: BalanceFen
    penalty_fen: BalanceFen
    interest_fen: BalanceFen
    principal_fen: BalanceFen
    suspense_fen: BalanceFen
    outstanding_principal_fen: BalanceFen
    overdue_fen: BalanceFen
    earliest_unpaid_due_date: BusinessDate | None = None


class RepaymentReversed(_LoanEvent):
    """An earlier allocation was taken back by a reversing row."""

    repayment_id: Id
    reverses_id: Id
    business_date: BusinessDate
    amount_fen: AmountFen


class LoanPrepaid(_LoanEvent):
    """The customer repaid before the due date."""

    business_date: BusinessDate
    amount_fen: AmountFen
    outstanding_principal_fen: BalanceFen


class LoanSettled(_LoanEvent):
    """Nothing is owed any more."""

    business_date: BusinessDate
    line_id: Id


class LoanOverdue(_LoanEvent):
    """Sent once, at crossing, with the earliest unpaid due date; others derive days past due."""

    line_id: Id
    product_code: Code
    business_date: BusinessDate
    earliest_unpaid_due_date: BusinessDate
    overdue_principal_fen: BalanceFen
    overdue_interest_fen: BalanceFen
    outstanding_principal_fen: BalanceFen


class LoanArrearsChanged(_LoanEvent):
    """More fell due on a loan that is overdue already, or a part of its arrears was paid at end of day."""

    line_id: Id
    business_date: BusinessDate
    earliest_unpaid_due_date: BusinessDate
    overdue_principal_fen: BalanceFen
    overdue_interest_fen: BalanceFen
    outstanding_principal_fen: BalanceFen


class LoanCured(_LoanEvent):
    """No amount is overdue any more."""

    business_date: BusinessDate
    days_past_due: Count


class LoanClassified(_LoanEvent):
    """Five-class change with its trigger (R18)."""

    business_date: BusinessDate
    from_class: Code
    to_class: Code
    days_past_due: Count
    trigger: Code
    outstanding_principal_fen: BalanceFen
