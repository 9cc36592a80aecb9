"""What a product promises and how it computes: every convention explicit, nothing implied (architecture.md rule 8)."""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from services.credit.domain.allocation import INTEREST_FIRST, PRINCIPAL_FIRST, AllocationOrder
from services.credit.domain.errors import AmountNotOffered, MethodNotOffered, RateNotOffered, TermNotOffered
from shared.kernel.day_count import DayCount
from shared.kernel.rounding import Rounding

_LAST_DAY_OF_EVERY_MONTH = 28


class RepaymentMethod(Enum):
    """还款方式 (domain.md 2.3)."""

    EQ_INST = "EQ_INST"
    EQ_PRIN = "EQ_PRIN"
    FLEX = "FLEX"
    BULLET = "BULLET"
    INT_M_BULLET = "INT_M_BULLET"
    INT_Q_BULLET = "INT_Q_BULLET"
    DAILY = "DAILY"

    @property
    def counts_months(self) -> bool:
        """True where the schedule fixes each period's interest; else day-products decide it (rule 5)."""
        return self in _MONTHLY_METHODS


_MONTHLY_METHODS = frozenset({RepaymentMethod.EQ_INST, RepaymentMethod.EQ_PRIN, RepaymentMethod.FLEX})


class DueDayRule(Enum):
    """Day of the month on which instalments fall due."""

    DISBURSEMENT_DAY = "DISBURSEMENT_DAY"
    FIXED_DAY = "FIXED_DAY"


class MonthEndRule(Enum):
    """Due days 29-31: CLIP keeps the day and cuts it to shorter months; LAST_DAY always takes the month's last day."""

    CLIP = "CLIP"
    LAST_DAY = "LAST_DAY"


class HolidayRule(Enum):
    """A due date on a non-working day stays, or moves to the next working day and is then the due date (A7)."""

    STAY = "STAY"
    NEXT_WORKING_DAY = "NEXT_WORKING_DAY"


class CompoundRate(Enum):
    """Rate of compound interest before maturity (domain.md 2.3.12)."""

    CONTRACT = "CONTRACT"
    PENALTY = "PENALTY"


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a loan is computed; printed in the contract and frozen with the loan.

    `day_count` (ACT360, ACT365) turns actual days into interest, penalty included; `instalment_day_count` is the basis
    of the methods that count months (MONTHLY: a whole month is a twelfth of the year, domain.md 2.3.2).
    `calculation_precision` is the significant digits of quotients and powers that do not end; `penalty_ceiling` the
    last wall a penalty rate is cut to (2.4.3). More than `principal_first_after_days` past due, the non-performing
    order of payment holds (2.3.7).
    """

    day_count: DayCount = DayCount.ACT360
    instalment_day_count: DayCount = DayCount.MONTHLY
    rounding: Rounding = Rounding.HALF_UP
    calculation_precision: int = 34
    settle_day: int = 20
    due_day_rule: DueDayRule = DueDayRule.DISBURSEMENT_DAY
    due_day: int | None = None
    month_end_rule: MonthEndRule = MonthEndRule.CLIP
    holiday_rule: HolidayRule = HolidayRule.STAY
    grace_days: int = 0
    penalty_uplift: Decimal = Decimal("0.5")
    penalty_ceiling: Decimal = Decimal("0.24")
    compound_rate_in_term: CompoundRate = CompoundRate.CONTRACT
    performing_order: AllocationOrder = INTEREST_FIRST
    non_performing_order: AllocationOrder = PRINCIPAL_FIRST
    principal_first_after_days: int = 90

    def __post_init__(self) -> None:
        if self.day_count is DayCount.MONTHLY:
            raise ValueError("day_count counts actual days; MONTHLY belongs in instalment_day_count")
        if not 1 <= self.settle_day <= _LAST_DAY_OF_EVERY_MONTH:
            raise ValueError("every month must have the settle day")


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """One version of a product: ranges in fen, months and annual rates, and its conventions.

    `annual_cost_cap` is tested on max(12·i, XIRR) of the all-in flows (A5); `tail_days` is how long a loan may
    outlive its line; `collection_tolerance_fen` is the arrears below which no case opens (domain.md 2.8.1).
    """

    code: str
    version: int
    methods: tuple[RepaymentMethod, ...]
    amount_min_fen: int
    amount_max_fen: int
    term_min_months: int
    term_max_months: int
    rate_min: Decimal
    rate_max: Decimal
    line_term_months: int
    revolving: bool
    consumer: bool
    conventions: Conventions
    annual_cost_cap: Decimal
    last_wall: Decimal = Decimal("0.24")
    min_read_seconds: int = 10
    tail_days: int = 0
    collection_tolerance_fen: int = 1_000

    def require_offered(self, *, method: RepaymentMethod, amount_fen: int, term_months: int, annual_rate: Decimal) -> None:
        """Raises MethodNotOffered, AmountNotOffered, TermNotOffered or RateNotOffered."""
        if method not in self.methods:
            raise MethodNotOffered(method=method.value)
        if not self.amount_min_fen <= amount_fen <= self.amount_max_fen:
            raise AmountNotOffered(amount_min_fen=self.amount_min_fen, amount_max_fen=self.amount_max_fen)
        if not self.term_min_months <= term_months <= self.term_max_months:
            raise TermNotOffered(term_min_months=self.term_min_months, term_max_months=self.term_max_months)
        if not self.rate_min <= annual_rate <= self.rate_max:
            raise RateNotOffered(rate_min=str(self.rate_min), rate_max=str(self.rate_max))
