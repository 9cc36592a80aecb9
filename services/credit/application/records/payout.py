"""Pay-outs on their way, read many at a time: drawdowns of one settlement with the limit nodes they share."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from services.credit.application.records.booked_loan import BookedLoan
from services.credit.application.records.credit_line import CreditLine
from services.credit.application.records.drawdown import Drawdown, request_no_of
from services.credit.domain.ledger import Journal
from services.credit.domain.limit_tree import LimitNode, Path
from services.credit.domain.product import ProductTerms


class PayoutStatus(Enum):
    """What the core bank says; UNKNOWN when it has never heard of the request."""

    ACCEPTED = "ACCEPTED"
    PAID = "PAID"
    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class PayoutToSend:
    """What the core bank is asked for; asked again it is the same in every field."""

    drawdown_id: str
    mandate_id: str
    amount_fen: int
    business_date: date

    @property
    def request_no(self) -> str:
        """The one number under which the drawdown is ever paid out."""
        return request_no_of(self.drawdown_id)


@dataclass(frozen=True, slots=True)
class PayoutCase:
    """A drawdown whose pay-out is being settled, with everything its loan needs."""

    drawdown: Drawdown
    line: CreditLine
    product: ProductTerms
    mandate_id: str
    annual_cost: Decimal


@dataclass(frozen=True, slots=True)
class PayoutBook:
    """Cases by drawdown id, and all nodes of their paths, locked; `nodes` follows what the cases do to it."""

    cases: dict[str, PayoutCase]
    nodes: dict[str, LimitNode]

    def path(self, case: PayoutCase) -> Path:
        """The nodes of a case from root to leaf, as they stand."""
        return tuple(self.nodes[node_id] for node_id in case.line.limit_path)

    def put(self, path: Path) -> Path:
        """The nodes after a case has used or released them."""
        self.nodes.update((node.node_id, node) for node in path)
        return path


@dataclass(frozen=True, slots=True)
class Disbursement:
    """A drawdown that was paid, its loan and the journal of the day."""

    drawdown: Drawdown
    booked: BookedLoan
    journal: Journal
