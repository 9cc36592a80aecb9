"""What the use cases need of the database."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from services.sandbox.application.commands import NewPerson
from services.sandbox.domain.account import Account, StatementLine
from services.sandbox.domain.behaviour import Behaviour
from services.sandbox.domain.debit import DebitResult, Holder
from services.sandbox.domain.payout import Payout, PayoutAnswer
from services.sandbox.domain.person import Person
from services.sandbox.domain.voucher import Voucher


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person with his customer number at the core bank."""

    person: Person
    customer_no: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """The holder's permission to pay to and debit his account."""

    mandate_id: str
    account_no: str
    customer_no: str
    reference: str


class People(Protocol):
    """The demo people and how they behave."""

    async def lock_register(self) -> None: ...
    async def known_by(self, people: Sequence[Person]) -> list[KnownPerson]:
        """Whoever already has a subject, identity number or card of these."""
        ...

    async def add(self, people: Sequence[NewPerson], now: datetime) -> list[KnownPerson]: ...
    async def by_subject(self, subject: str) -> KnownPerson | None: ...
    async def by_account(self, account_no: str) -> KnownPerson | None: ...
    async def change_behaviour(self, subject: str, behaviour: Behaviour) -> None: ...


class Holders(Protocol):
    """Accounts with the people behind them, locked in the order of account numbers."""

    async def by_mandates(self, mandate_ids: Iterable[str]) -> dict[str, Holder]:
        """Locked holders by mandate; unknown mandates are missing."""
        ...

    async def by_subject(self, subject: str) -> Holder | None: ...
    async def save(self, holders: Sequence[Holder]) -> None: ...


class Accounts(Protocol):
    """Accounts and their lines."""

    async def open(self, accounts: Sequence[Account], now: datetime) -> None: ...
    async def post(self, lines: Sequence[StatementLine]) -> None: ...
    async def has_line(self, account_no: str, reference: str) -> bool:
        """Whether a deposit of that reference has arrived; the account must be locked."""
        ...



class Mandates(Protocol):
    """Mandates by id and by the caller's reference."""

    async def find_reference(self, reference: str) -> Mandate | None: ...
    async def add(self, mandate: Mandate, now: datetime) -> Mandate:
        """The mandate that holds the reference now: this one, or the one a racing caller made."""
        ...


class Payouts(Protocol):
    """Pay-outs by request number."""

    async def claim(self, payout: Payout, now: datetime) -> bool:
        """True when this transaction is the first to carry the number."""
        ...

    async def find(self, request_no: str, *, lock: bool) -> tuple[Payout, PayoutAnswer] | None: ...
    async def answer(self, request_no: str, answer: PayoutAnswer) -> None: ...


class Debits(Protocol):
    """Debit batches and their items."""

    async def claim(self, batch_no: str, business_date: date, digest: str, *, voluntary: bool, now: datetime) -> bool: ...
    async def stored(self, batch_no: str) -> tuple[str, list[DebitResult]]:
        """The digest of the first request, and its results in their order."""
        ...

    async def add(self, batch_no: str, business_date: date, results: Sequence[DebitResult]) -> None: ...


class Vouchers(Protocol):
    """The general ledger's vouchers."""

    async def add(self, voucher: Voucher, digest: str, now: datetime) -> str:
        """The digest under the number: this one's, or the first one's."""
        ...


class Callbacks(Protocol):
    """Answers on their way to a caller."""

    async def queue(self, *, client_id: str, url: str, body: dict[str, str | None], copies: int, now: datetime) -> None: ...


class Messages(Protocol):
    """Text messages as sent."""

    async def add(self, message_key: str, recipient: str, template: str, params: dict[str, str], now: datetime) -> None:
        """Keeps a message unless one of that key was sent before."""
        ...


class SandboxUnitOfWork(Protocol):
    """One transaction of the outside world."""

    people: People
    holders: Holders
    accounts: Accounts
    mandates: Mandates
    payouts: Payouts
    debits: Debits
    vouchers: Vouchers
    callbacks: Callbacks
    messages: Messages
    now: datetime

    def new_id(self) -> str: ...


