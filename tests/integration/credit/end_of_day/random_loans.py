"""Thousands of loans with random terms and payment histories, the same in every run."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from services.credit.domain.allocation import INTEREST_FIRST, INTEREST_FIRST_THEN_PREPAY
from services.credit.domain.loan import Loan
from services.credit.domain.loan_terms import LoanTerms, PlannedPrincipal, agree_terms
from services.credit.domain.product import CompoundRate, Conventions, DueDayRule, RepaymentMethod
from services.credit.domain.replay import Payment, replay
from services.credit.domain.schedule import build_schedule
from shared.kernel.day_count import DayCount, add_months
from shared.kernel.rate import parse_rate
from shared.kernel.rounding import Rounding
from tests.unit.credit.domain.builders import product

CONVENTIONS_KEPT = 40
"""Products of a bank; every loan belongs to one of them."""


def random_loans(count: int, as_of: date, *, seed: int, methods: tuple[RepaymentMethod, ...] = tuple(RepaymentMethod)) -> Iterator[Loan]:
    """Loans as they stand when `as_of` begins: some young, some past maturity, some paid, some not at all."""
    random = Random(seed)
    conventions = [_conventions(random) for _ in range(CONVENTIONS_KEPT)]
    for _ in range(count):
        terms = _terms(random, random.choice(methods), random.choice(conventions), as_of)
        yield replay(terms, _payments(random, terms, as_of), as_of)


def good_payers(count: int, on: date, *, seed: int) -> Iterator[Loan]:
    """Loans with an instalment due on the day, everything before it paid on its due date."""
    random = Random(seed)
    methods = (RepaymentMethod.EQ_INST, RepaymentMethod.EQ_PRIN, RepaymentMethod.BULLET)
    for _ in range(count):
        method, months = random.choice(methods), random.randint(1, 24)
        age = months if method is RepaymentMethod.BULLET else random.randint(1, months)
        conventions = Conventions(day_count=random.choice([DayCount.ACT360, DayCount.ACT365]))
        terms = agree_terms(
            product(conventions),
            method=method,
            amount_fen=random.randint(1_000_00, 10**8),
            annual_rate=parse_rate(f"0.{random.randint(100, 2400):04d}"),
            term_months=months,
            disbursed_on=add_months(on, -age),
        )
        paid = [Payment(row.due_date, row.principal_fen + row.interest_fen) for row in build_schedule(terms) if row.due_date < on]
        yield replay(terms, paid, on)


def _conventions(random: Random) -> Conventions:
    fixed_day = random.choice([None, random.randint(1, 31)])
    return Conventions(
        day_count=random.choice([DayCount.ACT360, DayCount.ACT365]),
        instalment_day_count=random.choice(list(DayCount)),
        rounding=random.choice(list(Rounding)),
        grace_days=random.choice([0, 0, 3]),
        settle_day=random.choice([20, 21]),
        due_day_rule=DueDayRule.FIXED_DAY if fixed_day else DueDayRule.DISBURSEMENT_DAY,
        due_day=fixed_day,
        penalty_uplift=parse_rate(random.choice(["0.3", "0.5", "1"])),
        compound_rate_in_term=random.choice(list(CompoundRate)),
        performing_order=random.choice([INTEREST_FIRST, INTEREST_FIRST_THEN_PREPAY]),
    )


def _terms(random: Random, method: RepaymentMethod, conventions: Conventions, as_of: date) -> LoanTerms:
    months = random.randint(1, 36)
    principal = random.randint(months, 10 ** random.randint(3, 10) + months)
    half = principal // 2
    plan = (PlannedPrincipal(months, principal),) if months == 1 or not half else (
        PlannedPrincipal(months - 1, half),
        PlannedPrincipal(months, principal - half),
    )
    return agree_terms(
        product(conventions),
        method=method,
        amount_fen=principal,
        annual_rate=parse_rate(f"0.{random.randint(0, 2400):04d}"),
        term_months=months,
        disbursed_on=as_of - timedelta(days=random.randint(1, 31 * months + 200)),
        principal_plan=plan if method is RepaymentMethod.FLEX else (),
    )


def _payments(random: Random, terms: LoanTerms, as_of: date) -> list[Payment]:
    days = (as_of - terms.disbursed_on).days
    count = random.choice([0, 1, 3, 8, 24])
    most = max(terms.principal_fen // random.choice([1, 6, 20]), 1)
    return [Payment(terms.disbursed_on + timedelta(days=random.randrange(days)), random.randint(1, most)) for _ in range(count)]
