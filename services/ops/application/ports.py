"""What the use cases need of the outside."""
from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from services.ops.domain.figures import LoanPosition, Movement
from services.ops.domain.sentence import Customer
from shared.kernel.authorization import Principal
from shared.schemas.event import Envelope, Event


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row of the event log."""

    log_id: int
    business_date: date
    party_id: str | None
    envelope: Envelope
    movement: Movement


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A signed-in browser. The database knows its cookie only as a hash and its access token only sealed."""

    session_hash: bytes
    principal: Principal
    sealed_token: bytes
    token_expires_at: datetime
    expires_at: datetime


class EventLog(Protocol):
    """The archive: one writer at a time, ids without holes, in commit order."""

    async def reserve(self, count: int) -> int:
        """The first of `count` consecutive ids; other writers wait until this transaction ends."""
        ...

    async def append(self, entries: Sequence[LogEntry]) -> None:
        """Writes the rows and wakes whoever follows the log once they are committed."""
        ...

    async def open_month(self, first_day: date) -> None:
        """Makes the month's partition unless it is there."""
        ...


class ReadModel(Protocol):
    """Projections of the log, written in the same transaction."""

    async def learn_customers(self, customers: Mapping[str, Customer]) -> None:
        """Name, trade and segment by party id; what is None keeps what was known."""
        ...

    async def positions(self, loan_ids: Collection[str]) -> dict[str, LoanPosition]:
        """What is known of these loans."""
        ...

    async def keep_positions(self, positions: Mapping[str, LoanPosition]) -> None:
        """Replaces what is known of these loans."""
        ...

    async def move_figures(self, movements: Mapping[date, Movement]) -> None:
        """Adds to the figures of each business date."""
        ...


class BrowserSessions(Protocol):
    """Sessions of browsers that signed in here."""

    async def add(self, session: BrowserSession) -> None:
        """Keeps a session."""
        ...

    async def remove(self, session_hash: bytes) -> None:
        """Forgets a session; one that is not there is no error."""
        ...

    async def remove_expired(self, now: datetime) -> int:
        """Forgets what has expired; returns how many."""
        ...


class OpsUnitOfWork(Protocol):
    """One transaction of ops."""

    @property
    def now(self) -> datetime: ...

    @property
    def log(self) -> EventLog: ...

    @property
    def read_model(self) -> ReadModel: ...

    @property
    def sessions(self) -> BrowserSessions: ...

    @property
    def connection(self) -> Any: ...

    async def known_business_date(self) -> date | None:
        """The current business date, None before the first one arrived."""
        ...

    def publish(self, event: Event) -> str:
        """The event leaves with this transaction."""
        ...
