"""What the use cases need from outside: the repositories of one transaction."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from services.credit.application.records.booked_loan import BookedLoan, RepaymentCase
from services.credit.application.records.catalogue import ProductVersion, RegulatoryParameter
from services.credit.application.records.cost_sheet import PresentedSheet
from services.credit.application.records.credit_line import Contract, CreditLine
from services.credit.application.records.drawdown import Drawdown, DrawdownCase
from services.credit.application.records.party import Party
from services.credit.application.records.payout import Disbursement, PayoutBook, PayoutToSend
from services.credit.application.records.repayment import DebitToMake, Repayment
from services.credit.domain.ledger import Journal
from services.credit.domain.limit_tree import Path
from services.credit.domain.repayment import Receipt
from shared.kernel.authorization import Principal, Resource
from shared.kernel.context import CommandContext, Journey
from shared.schemas.event import Event


class Catalogue(Protocol):
    """Product versions and regulatory parameters."""

    async def is_empty(self) -> bool:
        """Whether nothing was ever published; one transaction at a time may ask."""
        ...

    async def publish_product(self, product: ProductVersion, at: datetime) -> None: ...

    async def publish_parameter(self, parameter: RegulatoryParameter, at: datetime) -> None: ...

    async def product(self, code: str, version: int) -> ProductVersion:
        """Raises NotFound."""
        ...

    async def parameters(self, on: date) -> Mapping[str, str]:
        """The values in force on a day, by code."""
        ...


class Lines(Protocol):
    """Credit lines with their contracts and the limit tree."""

    async def add(self, line: CreditLine, path: Path, contract: Contract, at: datetime) -> None:
        """A new line; nodes of the path that exist already are left as they are."""
        ...

    async def get(self, line_id: str) -> CreditLine:
        """Raises NotFound."""
        ...

    async def lock(self, line_id: str) -> CreditLine:
        """The line, read after its limit nodes were locked from root to leaf. Raises NotFound."""
        ...

    async def of_application(self, application_id: str) -> CreditLine | None: ...

    async def online_consumer_fen(self, party_id: str) -> int:
        """Sum of what the party's living online consumer lines approved."""
        ...

    async def frozen_of(self, party_id: str, reason: str) -> Sequence[str]:
        """Ids of the party's lines frozen for a reason."""
        ...

    async def save(self, line: CreditLine) -> None:
        """Status, reason and period; the line's limit node follows its status."""
        ...

    async def contract(self, contract_id: str) -> Contract:
        """Raises NotFound."""
        ...

    async def save_contract(self, contract: Contract) -> None: ...


class CostSheets(Protocol):
    """Cost sheets as presented."""

    async def add(self, presented: PresentedSheet) -> None: ...

    async def lock(self, sheet_id: str) -> PresentedSheet:
        """Raises NotFound."""
        ...

    async def confirm(self, sheet_id: str, at: datetime) -> None: ...


class Drawdowns(Protocol):
    """Drawdowns, each read together with all it depends on: few round trips on the hot path."""

    async def open_case(self, line_id: str, cost_sheet_id: str) -> DrawdownCase:
        """Locks the line's path from root to leaf and reads everything the rules need. Raises NotFound."""
        ...

    async def reserve(self, drawdown: Drawdown, path: Path) -> None:
        """The new drawdown and the nodes that hold it. Raises SheetUsed."""
        ...

    async def start(
        self, drawdown_ids: Sequence[str], at: datetime, *, reserved_since: datetime
    ) -> Sequence[PayoutToSend]:
        """RESERVED ones not older than `reserved_since`, and DISBURSING ones again, become DISBURSING, sent now."""
        ...

    async def payout_book(self, drawdown_ids: Sequence[str]) -> PayoutBook:
        """Locks all nodes of their paths from root to leaf, then reads the drawdowns and what their loans need."""
        ...

    async def disbursed(
        self, disbursements: Sequence[Disbursement], book: PayoutBook, *, business_date: date, at: datetime
    ) -> None:
        """Books loans: nodes, drawdowns, loans, instalments, history, journals and payments, together."""
        ...

    async def failed(self, drawdown: Drawdown, path: Path, at: datetime) -> None:
        """Frees the nodes and closes drawdown and payment order."""
        ...


class Loans(Protocol):
    """Loans and their instalments."""

    async def get(self, loan_id: str) -> BookedLoan:
        """Raises NotFound."""
        ...

    async def lock(self, loan_id: str) -> RepaymentCase:
        """Locks the nodes of its line's path from root to leaf, then the loan. Raises NotFound."""
        ...

    async def save(self, before: BookedLoan, after: BookedLoan, on: date) -> None:
        """Writes what changed of the loan and its instalments."""
        ...

    async def save_nodes(self, path: Path) -> None: ...

    async def has_arrears(self, party_id: str, on: date) -> bool:
        """Whether anything of the party is past due."""
        ...


class Repayments(Protocol):
    """Repayments and their allocation."""

    async def add(self, repayment: Repayment, at: datetime) -> None:
        """Raises RepaymentInProgress when another one of the loan is open."""
        ...

    async def get(self, repayment_id: str) -> Repayment:
        """Raises NotFound."""
        ...

    async def start(self, repayment_id: str) -> DebitToMake | None:
        """DEBITING, with its payment order; None when it is finished."""
        ...

    async def finish(self, repayment: Repayment, at: datetime) -> None:
        """The final state, on the repayment and its payment order."""
        ...

    async def book(
        self, booked: BookedLoan, repayment: Repayment, receipt: Receipt, journal: Journal, *, on: date, at: datetime
    ) -> None:
        """The row of the loan's history and the journal of a receipt."""
        ...


class Parties(Protocol):
    """What is kept of parties."""

    async def keep(self, party: Party) -> None: ...

    async def keep_identity(self, party_id: str, level: int, valid_to: date) -> None: ...

    async def keep_consent(self, *, consent_id: str, party_id: str, purpose: str, valid_to: date) -> None: ...

    async def drop_consent(self, consent_id: str) -> None: ...


class DayBarrier(Protocol):
    """How far every other service is."""

    async def record(self, service: str, processed_date: date, at: datetime) -> None:
        """Forward only."""
        ...


class CreditUnitOfWork(Protocol):
    """One transaction of credit."""

    catalogue: Catalogue
    lines: Lines
    sheets: CostSheets
    drawdowns: Drawdowns
    loans: Loans
    repayments: Repayments
    parties: Parties
    barrier: DayBarrier
    now: datetime

    @property
    def context(self) -> CommandContext: ...

    @property
    def principal(self) -> Principal: ...

    def new_id(self) -> str: ...

    def publish(self, event: Event, journey: Journey | None = None) -> str:
        """The event leaves with this transaction, as part of `journey` where the transaction serves several."""
        ...

    def schedule(self, name: str, payload: dict[str, Any], *, due_at: datetime, key: str) -> None: ...

    def authorize(self, action: str, resource: Resource | None = None) -> None: ...

    async def business_date(self) -> date: ...

    async def begin_business_days(self, first: date) -> None:
        """Sets the bank's first business date."""
        ...
