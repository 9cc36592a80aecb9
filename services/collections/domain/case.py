"""The collection case: one open per customer, over all his loans (domain.md 2.8.1)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from services.collections.domain.arrears import CustomerArrears, days_past_due
from services.collections.domain.stage import Stage, stage_for
from shared.kernel.errors import DomainError


class CaseStatus(Enum):
    """入催 opens a case, 出催 closes it; a closed case stays closed."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


class Hold(Enum):
    """Why nobody may dun although the case is open (2.8.3)."""

    DISPUTE = "DISPUTE"
    COMPLAINT_HOLD = "COMPLAINT_HOLD"
    PLAN_KEPT = "PLAN_KEPT"
    DECEASED = "DECEASED"
    LEGAL_HOLD = "LEGAL_HOLD"


class Outcome(Enum):
    """How a case ended. CURED also covers arrears that fell below the tolerance."""

    CURED = "CURED"
    SETTLED = "SETTLED"
    RESTRUCTURED = "RESTRUCTURED"
    WRITTEN_OFF = "WRITTEN_OFF"
    SOLD = "SOLD"


class CaseAlreadyClosed(DomainError):
    """The debtor owes nothing that is overdue any more; nothing is collected from him."""

    code = "collections.case-closed"
    title_zh = "案件已出催，不能再进行催收操作"
    title_en = "The case is closed; nothing is collected on it any more"


class CaseAlreadyOnHold(DomainError):
    """Another hold is in force; it must be released by those who set it."""

    code = "collections.case-on-hold"
    title_zh = "案件已处于暂停催收状态，请先解除现有暂停"
    title_en = "The case is on hold already; release that hold first"


class CaseNotOnHold(DomainError):
    """There is no hold to release."""

    code = "collections.case-not-on-hold"
    title_zh = "案件没有暂停催收，无需解除"
    title_en = "The case is not on hold; there is nothing to release"


@dataclass(frozen=True, slots=True)
class CollectionCase:
    """A customer's case. Days past due are not kept: they follow from the earliest unpaid due date."""

    case_id: str
    party_id: str
    outlet_id: str
    strategy: str
    stage: Stage
    loan_ids: tuple[str, ...]
    overdue_fen: int
    earliest_unpaid_due_date: date
    opened_on: date
    status: CaseStatus = CaseStatus.OPEN
    hold: Hold | None = None
    collector: str | None = None
    closed_on: date | None = None
    outcome: Outcome | None = None
    version: int = 0

    def days_past_due(self, on: date) -> int:
        """The customer's days past due on a date; on a closed case those of the closing day."""
        return days_past_due(self.earliest_unpaid_due_date, self.closed_on or on)

    def follow(self, arrears: CustomerArrears, on: date) -> CollectionCase:
        """The case with the arrears of a date: it moves up with time and down (降期) with part payments."""
        self.require_open()
        return replace(
            self,
            loan_ids=arrears.loan_ids,
            overdue_fen=arrears.overdue_fen,
            earliest_unpaid_due_date=arrears.earliest_unpaid_due_date,
            stage=stage_for(days_past_due(arrears.earliest_unpaid_due_date, on)),
        )

    def close(self, outcome: Outcome, on: date) -> CollectionCase:
        """出催; raises CaseAlreadyClosed. A hold ends with the case."""
        self.require_open()
        return replace(self, status=CaseStatus.CLOSED, outcome=outcome, closed_on=on, hold=None, overdue_fen=0)

    def assign(self, collector: str) -> CollectionCase:
        """Makes a collector (a staff subject) responsible; raises CaseAlreadyClosed."""
        self.require_open()
        return replace(self, collector=collector)

    def place_hold(self, hold: Hold) -> CollectionCase:
        """Stops dunning; raises CaseAlreadyOnHold or CaseAlreadyClosed."""
        self.require_open()
        if self.hold is not None:
            raise CaseAlreadyOnHold(hold=self.hold.value)
        return replace(self, hold=hold)

    def release_hold(self) -> CollectionCase:
        """Lets dunning go on; raises CaseNotOnHold or CaseAlreadyClosed."""
        self.require_open()
        if self.hold is None:
            raise CaseNotOnHold()
        return replace(self, hold=None)

    def require_open(self) -> None:
        """Raises CaseAlreadyClosed."""
        if self.status is CaseStatus.CLOSED:
            raise CaseAlreadyClosed()


def open_case(
    *, case_id: str, party_id: str, outlet_id: str, strategy: str, arrears: CustomerArrears, on: date
) -> CollectionCase:
    """入催: the case of a customer whose arrears count on that date."""
    return CollectionCase(
        case_id=case_id,
        party_id=party_id,
        outlet_id=outlet_id,
        strategy=strategy,
        stage=stage_for(days_past_due(arrears.earliest_unpaid_due_date, on)),
        loan_ids=arrears.loan_ids,
        overdue_fen=arrears.overdue_fen,
        earliest_unpaid_due_date=arrears.earliest_unpaid_due_date,
        opened_on=on,
    )
