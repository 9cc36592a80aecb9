"""What passes between the steps of a close, and between the bank's books and the core bank. Amounts in fen."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Step(Enum):
    """Progress of a close. COLLECT has one row a chunk of loans, the others one."""

    COLLECT = "COLLECT"
    BOOKS = "BOOKS"
    FINISH = "FINISH"


@dataclass(frozen=True, slots=True)
class DayStanding:
    """Where the bank stands before a close: `processed` is the date each service has processed."""

    business_date: date
    is_done: bool
    closed_the_day_before: bool
    processed: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Loans from `from_key` to `to_key`, collected in one batch; `is_taken` while another process holds its lease."""

    number: int
    from_key: str
    to_key: str
    loans: int
    is_done: bool
    is_taken: bool


@dataclass(frozen=True, slots=True)
class LoanDue:
    """What one loan owes today and before, less what lies in suspense; not positive when suspense covers it."""

    loan_id: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class DebitItem:
    """One debit of the batch. Arrears may be taken in part, a due of the day is taken whole or not at all."""

    item_no: str
    mandate_id: str
    amount_fen: int
    partial_allowed: bool


@dataclass(frozen=True, slots=True)
class DebitBatch:
    """Built from the payment orders, so it is the same to the letter however often it is sent."""

    batch_no: str
    chunk: int
    business_date: date
    items: tuple[DebitItem, ...]
    is_last: bool


class DebitStatus(Enum):
    """The core bank's word for an item."""

    PAID = "PAID"
    PARTIAL = "PARTIAL"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class DebitResult:
    """What the core bank took."""

    item_no: str
    status: DebitStatus
    paid_fen: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class SentOrder:
    """A payment order that waits for its answer."""

    request_no: str
    loan_id: str
    repayment_id: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """An order that brought nothing."""

    order: SentOrder
    reason: str


@dataclass(frozen=True, slots=True)
class PaidOrder:
    """An order that brought money; `journal_id` names the transaction it becomes."""

    order: SentOrder
    paid_fen: int
    journal_id: str


@dataclass(frozen=True, slots=True)
class OnTimePayment:
    """A due of the day paid whole on the day, as booked."""

    loan_id: str
    party_id: str
    outlet_id: str
    line_id: str
    repayment_id: str
    interest_fen: int
    principal_fen: int
    outstanding_fen: int
    is_settled: bool


@dataclass(frozen=True, slots=True)
class OverdueLoan:
    """A loan with an instalment that fell past due; `is_new` when nothing of it was before."""

    loan_id: str
    party_id: str
    outlet_id: str
    line_id: str
    product_code: str
    earliest_unpaid_due_date: date
    overdue_principal_fen: int
    overdue_interest_fen: int
    outstanding_fen: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that was frozen, or may be drawn again."""

    line_id: str
    party_id: str
    outlet_id: str


@dataclass(frozen=True, slots=True)
class ClassChange:
    """A loan that moved to another of the five classes."""

    loan_id: str
    party_id: str
    outlet_id: str
    from_class: str
    to_class: str
    days_past_due: int
    outstanding_fen: int


@dataclass(frozen=True, slots=True)
class Receivables:
    """Earned and not paid over the whole book: contract interest, penalty, compound interest."""

    interest_fen: int
    penalty_fen: int
    compound_fen: int


@dataclass(frozen=True, slots=True)
class BookTotals:
    """Sums over all living loans."""

    balance_by_class: Mapping[str, int]
    loans: int
    overdue_fen: int
    suspense_fen: int

    @property
    def outstanding_fen(self) -> int:
        """Principal not repaid."""
        return sum(self.balance_by_class.values())


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One side of an account on one day; the other side is zero."""

    account: str
    debit_fen: int
    credit_fen: int


@dataclass(frozen=True, slots=True)
class DayVoucher:
    """The day's sums by account. A day without postings has a voucher without lines, which is not sent."""

    voucher_id: str
    business_date: date
    lines: tuple[VoucherLine, ...]
    is_confirmed: bool

    @property
    def voucher_no(self) -> str:
        """Its number in the core bank's general ledger: one a day."""
        return f"GL{self.business_date:%Y%m%d}"

    @property
    def total_fen(self) -> int:
        """Sum of the debits, which is that of the credits."""
        return sum(line.debit_fen for line in self.lines)


@dataclass(frozen=True, slots=True)
class BankDay:
    """What the core bank lists for a day: fen by payment number, and net fen by voucher number and account."""

    payments: Mapping[str, int]
    vouchers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One comparison of two lists; every key whose amounts differ, with both."""

    kind: str
    compared: int
    differences: tuple[Mapping[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """The answer of a close: what its steps did, and the sums of the books at the end of the day."""

    closed_date: date
    next_date: date
    counts: Mapping[str, int]
    checksums: Mapping[str, int]
