"""What the steps of a close need: the books by sets of loans, and the core bank's desk for the day."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from services.credit.application.end_of_day.records import (
    BankDay,
    BookTotals,
    Chunk,
    ClassChange,
    ClosedDay,
    DayStanding,
    DayVoucher,
    DebitBatch,
    DebitItem,
    DebitResult,
    LineChange,
    LoanDue,
    OnTimePayment,
    OverdueLoan,
    PaidOrder,
    Receivables,
    Reconciliation,
    Refusal,
    SentOrder,
    Step,
)
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.domain.classification import ClassThresholds
from services.credit.domain.instalment import Instalment
from services.credit.domain.ledger import Journal
from services.credit.domain.repayment import Receipt
from shared.kernel.context import CommandContext

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class BookedReceipt:
    """Money poured over a loan by the rules, ready to be written; `repayment_id` is None when only suspense was used."""

    journal_id: str
    before: BookedLoan
    receipt: Receipt
    repayment_id: str | None

    @property
    def received_fen(self) -> int:
        """What came in."""
        return self.receipt.allocation.allocated_fen + self.receipt.suspense_change_fen


@dataclass(frozen=True, slots=True)
class SettledPeriods:
    """A loan whose interest periods ended, with the instalments they became."""

    transaction_ids: tuple[str, ...]
    before: BookedLoan
    after: BookedLoan
    instalments: tuple[Instalment, ...]


class BusinessDays(Protocol):
    """The bank's date and the progress of a close."""

    async def standing(self, closed_date: date) -> DayStanding: ...

    async def begin(self, closed_date: date, at: datetime) -> None:
        """The run exists and is locked until the transaction ends."""
        ...

    async def claim(self, closed_date: date, step: Step, at: datetime) -> bool:
        """Marks a step done with this transaction; False when it was done before. Waits for a racing claim."""
        ...

    async def is_done(self, closed_date: date, step: Step) -> bool: ...

    async def last_chunk(self, closed_date: date, now: datetime) -> Chunk | None: ...

    async def add_chunk(self, closed_date: date, number: int, loan_ids: Sequence[str], leased_until: datetime) -> Chunk: ...

    async def lease(self, closed_date: date, number: int, until: datetime | None) -> None: ...

    async def finish_chunk(self, closed_date: date, number: int, at: datetime) -> Chunk | None:
        """Marks a chunk done with this transaction; None when it was done before."""
        ...

    async def note(self, closed_date: date, step: Step, counts: Counts, *, chunk: int = 0) -> None: ...

    async def finish(self, closed_date: date, at: datetime) -> ClosedDay:
        """DONE, with the counts of all steps added, and the bank's date moved."""
        ...

    async def closed(self, closed_date: date) -> ClosedDay:
        """The answer of a day that is done. Raises CloseInProgress while it is not."""
        ...


class Dues(Protocol):
    """What falls due, and the orders that collect it."""

    async def lock(self, on: date, *, after: str | None, limit: int) -> Sequence[str]:
        """Ids of loans with a due of today or before and no repayment under way, in order of id, locked."""
        ...

    async def owed(self, on: date, loan_ids: Sequence[str]) -> Sequence[LoanDue]: ...

    async def order(self, on: date, batch_no: str, dues: Mapping[str, LoanDue], at: datetime) -> None:
        """A repayment by its id and a payment order for each due; a loan that began another repayment is left out."""
        ...

    async def items(self, batch_no: str) -> Sequence[DebitItem]:
        """What a batch asks for, in one order however often it is read."""
        ...

    async def sent(self, batch_no: str) -> Sequence[SentOrder]: ...

    async def refuse(self, refusals: Sequence[Refusal], at: datetime) -> None: ...


class Receipts(Protocol):
    """Money received, booked by sets."""

    async def suspense_in_use(self, on: date, chunk: Chunk) -> Sequence[str]:
        """Ids of the chunk's loans that owe, hold suspense and have no repayment under way."""
        ...

    async def lock(self, loan_ids: Sequence[str]) -> None:
        """The limit nodes of the loans from root to leaf, then the loans."""
        ...

    async def pay_on_time(self, paid: Sequence[PaidOrder], on: date, at: datetime) -> Sequence[OnTimePayment]:
        """Books the payments that are exactly a due of today on a loan without arrears or suspense; skips the others."""
        ...

    async def loans(self, loan_ids: Sequence[str]) -> Sequence[BookedLoan]: ...

    async def book(self, receipts: Sequence[BookedReceipt], on: date, at: datetime) -> None: ...


class Ageing(Protocol):
    """What time alone does to loans and lines."""

    async def ending_periods(self, as_of: date, *, after: str | None, limit: int) -> Sequence[BookedLoan]:
        """Loans whose running interest period ends by `as_of`, in order of id, locked."""
        ...

    async def settle(self, settled: Sequence[SettledPeriods], on: date, at: datetime) -> None: ...

    async def freeze(self, as_of: date, from_dpd: int, reason: str) -> Sequence[LineChange]: ...

    async def unfreeze(self, as_of: date, reason: str) -> Sequence[LineChange]: ...

    async def fall_overdue(self, as_of: date) -> Sequence[OverdueLoan]: ...

    async def classify(self, as_of: date, thresholds: ClassThresholds) -> Sequence[ClassChange]: ...


class Books(Protocol):
    """The ledger of a day."""

    async def close_day(self) -> None:
        """Waits for transactions that post, and keeps others waiting until this one ends."""
        ...

    async def receivables(self, as_of: date) -> Receivables: ...

    async def totals(self) -> BookTotals: ...

    async def balances(self) -> dict[str, int]:
        """Fen by account over all postings: those of the last closed day and what was posted since."""
        ...

    async def post(self, journals: Iterable[tuple[str, Journal]], on: date, at: datetime) -> None: ...

    async def prepare_voucher(self, voucher_id: str, on: date) -> DayVoucher: ...

    async def voucher(self, on: date) -> DayVoucher: ...

    async def confirm_voucher(self, on: date, at: datetime) -> None: ...

    async def keep_checksums(self, on: date, checksums: Mapping[str, int]) -> None: ...

    async def payments(self, on: date) -> Mapping[str, int]:
        """Fen by the number under which the core bank lists a payment."""
        ...

    async def record(self, on: date, reconciliations: Sequence[Reconciliation], at: datetime) -> None: ...

    async def expire(self, next_date: date) -> Counts:
        """Cost sheets, contracts nobody signed and lines that do not live on `next_date`."""
        ...


class Closing(Protocol):
    """All of the above, in one transaction."""

    days: BusinessDays
    dues: Dues
    receipts: Receipts
    ageing: Ageing
    books: Books


class ClosingUnitOfWork(CreditUnitOfWork, Protocol):
    """A transaction of credit that closes a day."""

    closing: Closing


class CoreBankDesk(Protocol):
    """The core bank as a close sees it. Everything may be asked again; silence raises Unavailable."""

    async def collect(self, batch: DebitBatch) -> Sequence[DebitResult]:
        """Takes what the batch asks for. Raises CoreBankAnswerUnusable."""
        ...

    async def post(self, voucher: DayVoucher) -> None:
        """Returns when the voucher is in the general ledger. Raises CoreBankAnswerUnusable."""
        ...

    async def day(self, on: date) -> BankDay:
        """The day's payments and vouchers as the core bank lists them."""
        ...


class Bus(Protocol):
    """Runs one command in one transaction."""

    async def handle(self, command: object, context: CommandContext) -> Any: ...
