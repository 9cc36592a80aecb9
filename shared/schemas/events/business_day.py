"""What credit tells the others about the bank's day: opened, closed, its provisions and its voucher."""
from __future__ import annotations

from shared.schemas.event import Event
from shared.schemas.fields import BalanceFen, BusinessDate, Count, Id, Key, SignedFen


class ProvisionPosted(Event):
    """Change of provisions of the whole book on one day."""

    producer = "credit"
    aggregate = "business-day"
    aggregate_field = "business_date"
    business_date: BusinessDate
    amount_fen: SignedFen
    balance_fen: BalanceFen


class _BusinessDayEvent(Event):
    producer = "credit"
    aggregate = "business-day"
    aggregate_field = "closed_date"
    closed_date: BusinessDate


class DayClosed(_BusinessDayEvent):
    """The bank's day is over; each service runs its day job for `closed_date` and moves to `next_date`."""

    next_date: BusinessDate
    checksums: dict[Key, int]

    @property
    def partition_key(self) -> str:
        """All days in one order."""
        return "business-day"


class BusinessDateInitialised(Event):
    """The bank's first business date, once."""

    producer = "credit"
    aggregate = "business-day"
    aggregate_field = "business_date"
    business_date: BusinessDate

    @property
    def partition_key(self) -> str:
        """All days in one order."""
        return "business-day"


class AccountingVoucherPosted(Event):
    """One day's general-ledger voucher was accepted by the core bank."""

    producer = "credit"
    aggregate = "voucher"
    aggregate_field = "voucher_id"
    voucher_id: Id
    business_date: BusinessDate
    debit_fen: BalanceFen
    credit_fen: BalanceFen
    lines: Count
