"""What the use cases need from the outside; adapters supply it."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from services.collections.domain.case import CollectionCase
from services.collections.domain.contact_attempt import ContactAttempt
from services.collections.domain.contact_guard import ContactsToday, Standing
from services.collections.domain.loan import Loan
from services.collections.domain.parameters import CollectionParameters
from services.collections.domain.promise import Promise
from services.collections.domain.strategy import Strategy
from shared.kernel.authorization import Principal, Resource
from shared.kernel.context import CommandContext
from shared.schemas.event import Event


class Debtors(Protocol):
    """People as far as collections must know them: masked name, outlet, agreement to any hour."""

    async def register(self, *, party_id: str, outlet_id: str, masked_name: str) -> None: ...

    async def agree_to_any_hour(self, *, party_id: str, consent_id: str, until: date) -> None: ...

    async def withdraw_consent(self, consent_id: str) -> None: ...


class Loans(Protocol):
    """Loans as credit described them."""

    async def add(self, loan: Loan) -> None:
        """A new loan; nothing happens when it is known."""
        ...

    async def fall_overdue(self, loan: Loan) -> None:
        """Notes the arrears of a loan, whether it is known or not."""
        ...

    async def take_payment(
        self, *, loan_id: str, outstanding_fen: int, overdue_fen: int, earliest_unpaid_due_date: date | None
    ) -> bool:
        """Notes the balances after a payment; True when the loan was overdue."""
        ...

    async def clear_arrears(self, loan_id: str) -> None:
        """Nothing is late on the loan any more."""
        ...

    async def settle(self, loan_id: str) -> None:
        """Nothing is owed on the loan any more."""
        ...

    async def of_parties(self, party_ids: Sequence[str]) -> Mapping[str, Sequence[Loan]]:
        """The loans of some parties, by party."""
        ...

    async def classify(self, *, loan_id: str, five_class: str) -> None:
        """Notes the five-class grade."""
        ...


class Cases(Protocol):
    """Collection cases. Whatever changes a case holds its row's lock."""

    async def lock(self, case_id: str) -> CollectionCase:
        """The case under its lock; raises NotFound."""
        ...

    async def lock_open_of(self, party_ids: Sequence[str]) -> Mapping[str, CollectionCase]:
        """The open cases of some parties by party, locked in the order of their ids."""
        ...

    async def lock_open(self, case_ids: Sequence[str]) -> Sequence[CollectionCase]:
        """Some open cases, locked in the order of their ids."""
        ...

    async def add(self, cases: Sequence[CollectionCase]) -> Sequence[CollectionCase]:
        """Inserts cases; those whose party has an open one already are left out of the answer."""
        ...

    async def save(self, cases: Sequence[CollectionCase]) -> None:
        """Writes changed cases, which are locked."""
        ...

    async def parties_to_refresh(self, *, on: date, tolerance_fen: int, limit: int) -> Sequence[str]:
        """Parties whose case must be opened, moved or closed on a date."""
        ...

    async def unassigned(self, limit: int) -> Sequence[str]:
        """Open cases for which nobody is responsible although their outlet has collectors."""
        ...

    async def reaching(self, days_past_due: Sequence[int], *, on: date) -> Sequence[CollectionCase]:
        """Open cases without a hold that have exactly one of these days past due."""
        ...


class Collectors(Protocol):
    """Who collects where."""

    async def put(self, *, subject: str, outlet_id: str, active: bool) -> None: ...

    async def open_cases(self, outlet_id: str) -> dict[str, int]:
        """Open cases by active collector of an outlet."""
        ...


class Contacts(Protocol):
    """Contact attempts; counted under the case's lock."""

    async def find(self, contact_id: str) -> ContactAttempt | None: ...

    async def add(self, attempt: ContactAttempt) -> None: ...

    async def save(self, attempt: ContactAttempt) -> None: ...

    async def today(self, attempt: ContactAttempt) -> ContactsToday:
        """The debtor's contacts on the attempt's date, before it."""
        ...

    async def standing(self, attempt: ContactAttempt) -> Standing:
        """Promise, agreements and reachability; the case's hold is not filled in."""
        ...

    async def unreported_before(self, on: date) -> Sequence[ContactAttempt]:
        """Calls and visits of earlier days that nobody reported."""
        ...


class Promises(Protocol):
    """Promises and the money that counts for them."""

    async def open_of(self, case_id: str) -> Promise | None: ...

    async def latest_of(self, case_id: str) -> Promise | None: ...

    async def add(self, promise: Promise) -> None: ...

    async def save(self, promise: Promise) -> None: ...

    async def cases_with_window_closed(self, closed_date: date) -> Sequence[str]:
        """Cases whose open promise ended on or before a date."""
        ...

    async def paid(self, promise: Promise) -> int:
        """Fen paid by the debtor on his overdue loans that count for the promise."""
        ...


class Payments(Protocol):
    """Money received on overdue loans, reversals as negative rows."""

    async def add(
        self, *, repayment_id: str, loan_id: str, party_id: str, business_date: date, amount_fen: int
    ) -> None: ...

    async def reverse(self, *, reversal_id: str, reverses_id: str) -> tuple[str, date] | None:
        """Adds the negative row; answers the party and the date of the reversed payment, None when it is unknown."""
        ...


class Parameters(Protocol):
    """Dated parameters."""

    async def adopt(
        self, *, code: str, value: str, effective_from: date, effective_to: date | None, source: str, approver: str
    ) -> None: ...

    async def on(self, day: date) -> CollectionParameters:
        """What is in force on a date."""
        ...

    async def strategies(self) -> Mapping[str, Strategy]:
        """Every strategy by name; old cases keep the one they were opened under."""
        ...


class History(Protocol):
    """The process record of a case, kept at least five years (R37)."""

    async def add(self, *, case_id: str, business_date: date, kind: str, facts: dict[str, Any]) -> None: ...


class CollectionsUnitOfWork(Protocol):
    """One transaction of collections."""

    debtors: Debtors
    loans: Loans
    cases: Cases
    collectors: Collectors
    contacts: Contacts
    promises: Promises
    payments: Payments
    parameters: Parameters
    history: History
    context: CommandContext
    now: datetime

    @property
    def principal(self) -> Principal: ...

    @property
    def shanghai_now(self) -> datetime: ...

    def new_id(self) -> str: ...

    async def business_date(self) -> date: ...

    async def as_of(self, event_date: date) -> date:
        """The later of an event's date and the business date, if that is known yet: events of one day may
        arrive before or after the day's close."""
        ...

    def authorize(self, action: str, resource: Resource | None = None) -> None: ...

    async def record(self, event: Event, business_date: date) -> None:
        """Publishes a case's event and keeps it in the case's process record."""
        ...

    def schedule(self, name: str, payload: dict[str, Any], *, due_at: datetime, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What the vault gave for one purpose; used and not stored."""

    name: str
    phone: str


class Vault(Protocol):
    """Onboarding's vault of personal data."""

    async def disclose(self, party_id: str) -> Disclosure:
        """Name and phone for collection; raises Unavailable or DisclosureRefused. Two seconds at most."""
        ...


class TextGateway(Protocol):
    """Sends texts; the same message id twice is one text."""

    async def send(self, *, message_id: str, phone: str, template: str, params: Mapping[str, str]) -> None:
        """Raises Unavailable when the gateway did not take the text."""
        ...


class Bus(Protocol):
    """Runs one command in one transaction."""

    async def handle(self, command: object, context: CommandContext) -> Any: ...
