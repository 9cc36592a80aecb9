"""What can be asked of the outside world."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from services.sandbox.domain.account import AccountKind, LineKind
from services.sandbox.domain.behaviour import Behaviour
from services.sandbox.domain.conduct import Contact
from services.sandbox.domain.debit import DebitItem
from services.sandbox.domain.payout import Payout
from services.sandbox.domain.person import Person
from services.sandbox.domain.voucher import Voucher


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person who enters the world with money on his card account, and with `further` accounts that only show a balance."""

    person: Person
    opening_balance_fen: int
    opened_on: date
    further: tuple[tuple[AccountKind, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterPeople:
    """People enter the world; the same people again change nothing."""

    people: tuple[NewPerson, ...]


@dataclass(frozen=True, slots=True)
class ChangeBehaviour:
    """From now on a person behaves differently; a lapse he is in is forgotten."""

    subject: str
    behaviour: Behaviour


@dataclass(frozen=True, slots=True)
class DepositMoney:
    """Money arrives on a person's card account, once per `reference`."""

    subject: str
    kind: LineKind
    amount_fen: int
    business_date: date
    reference: str


@dataclass(frozen=True, slots=True)
class RegisterMandate:
    """The holder lets the bank pay to and debit his account; once per `reference`."""

    account_no: str = field(repr=False)
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    reference: str


@dataclass(frozen=True, slots=True)
class PayOut:
    """Pays a loan out, or promises to (`deferred`). `callback_copies` is how often the answer is called back."""

    payout: Payout
    deferred: bool
    callback_copies: int


@dataclass(frozen=True, slots=True)
class SettlePayout:
    """A pay-out that was only accepted is paid now."""

    request_no: str
    callback_copies: int


@dataclass(frozen=True, slots=True)
class CollectDebits:
    """Debits accounts, once per `batch_no`. `voluntary`: the customer asked for it himself."""

    batch_no: str
    business_date: date
    items: tuple[DebitItem, ...]
    voluntary: bool


@dataclass(frozen=True, slots=True)
class PostVoucher:
    """Takes a voucher into the general ledger, once per number."""

    voucher: Voucher


@dataclass(frozen=True, slots=True)
class AnswerContact:
    """A collector tries to reach the person behind a mandate, or the person of a subject."""

    contact: Contact
    mandate_id: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class SendMessage:
    """A text message is handed to the operator, once per `message_key`."""

    message_key: str
    recipient: str = field(repr=False)
    template: str
    params: dict[str, str] = field(repr=False)
