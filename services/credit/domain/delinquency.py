"""How late a loan is: two day counts (A7), buckets, and what the line does about it (A19; domain.md 2.8.1)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from services.credit.domain.allocation import Part
from services.credit.domain.instalment_account import InstalmentAccount
from services.credit.domain.loan_terms import LoanTerms
from shared.kernel.day_count import days_between

_BUCKET_DAYS = 30
FREEZE_FROM_DPD = 4


class Bucket(Enum):
    """30-day buckets; M7_PLUS is more than 180 days."""

    M0 = "M0"
    M1 = "M1"
    M2 = "M2"
    M3 = "M3"
    M4 = "M4"
    M5 = "M5"
    M6 = "M6"
    M7_PLUS = "M7_PLUS"


class LineAction(Enum):
    """What a late loan does to its customer's line."""

    NONE = "NONE"
    BLOCK_DRAWS = "BLOCK_DRAWS"
    FREEZE = "FREEZE"


@dataclass(frozen=True, slots=True)
class OverdueInstalment:
    """An instalment past its due date with an amount unpaid, fen by part."""

    due_date: date
    unpaid_fen: dict[Part, int]

    @property
    def total_fen(self) -> int:
        """All parts."""
        return sum(self.unpaid_fen.values())


@dataclass(frozen=True, slots=True)
class Arrears:
    """What is past due on a day, oldest first. An amount is past due from the day after its due date."""

    as_of: date
    overdue: tuple[OverdueInstalment, ...]

    @property
    def earliest_unpaid_due_date(self) -> date | None:
        """None when nothing is past due."""
        return self.overdue[0].due_date if self.overdue else None

    def part_fen(self, part: Part) -> int:
        """Fen past due of one part."""
        return sum(row.unpaid_fen[part] for row in self.overdue)

    @property
    def total_fen(self) -> int:
        """Fen past due in all."""
        return sum(row.total_fen for row in self.overdue)

    @property
    def dpd_regulatory(self) -> int:
        """Days past due from any unpaid amount: class, provision, bureau, line stop."""
        return days_past_due(self.earliest_unpaid_due_date, self.as_of)

    def dpd_collection(self, tolerance_fen: int) -> int:
        """Days past due since the oldest dues added up to the tolerance: opens cases; 0 below it."""
        reached = 0
        for row in self.overdue:
            reached += row.total_fen
            if reached >= tolerance_fen:
                return days_past_due(row.due_date, self.as_of)
        return 0


def days_past_due(earliest_unpaid_due_date: date | None, as_of: date) -> int:
    """0 on the due date and before it, then one a day."""
    return max(days_between(earliest_unpaid_due_date, as_of), 0) if earliest_unpaid_due_date else 0


def arrears_of(accounts: Iterable[InstalmentAccount], terms: LoanTerms, as_of: date) -> Arrears:
    """The arrears of a loan's instalments on a day."""
    late = (account for account in accounts if account.instalment.due_date < as_of)
    rows = (OverdueInstalment(account.instalment.due_date, account.unpaid_fen(terms, as_of)) for account in late)
    return Arrears(as_of, tuple(sorted((row for row in rows if row.total_fen > 0), key=lambda row: row.due_date)))


def bucket_of(days: int) -> Bucket:
    """The bucket of a number of days past due (E25)."""
    if days <= 0:
        return Bucket.M0
    return list(Bucket)[min((days - 1) // _BUCKET_DAYS + 1, 7)]


def line_action(days: int) -> LineAction:
    """DPD 1-3 blocks new draws, from DPD 4 the line is frozen (A19)."""
    if days <= 0:
        return LineAction.NONE
    return LineAction.FREEZE if days >= FREEZE_FROM_DPD else LineAction.BLOCK_DRAWS
