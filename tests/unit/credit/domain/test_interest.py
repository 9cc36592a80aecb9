"""Day-products and accrual: exact until one rounding, additive, independent of when they are looked at (rule 5)."""
from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.credit.domain.interest import DayProducts, accrued_within_period_fen, interest_days, interest_fen
from services.credit.domain.loan import accrued_interest_fen, originate
from services.credit.domain.loan_terms import LoanTerms
from services.credit.domain.replay import settled_through
from shared.kernel.day_count import DayCount, add_months
from shared.kernel.rounding import Rounding
from tests.unit.credit.domain.histories import deterministic, notes

RATE = Decimal("0.0725")
START = date(2026, 1, 5)


@deterministic
@given(st.integers(0, 10**17), st.integers(0, 3_600), st.sampled_from([DayCount.ACT360, DayCount.ACT365]))
def test_interest_is_the_exact_ratio_rounded_half_up(products: int, rate_ten_thousandths: int, day_count: DayCount) -> None:
    exact = Fraction(products * rate_ten_thousandths, 10_000 * day_count.year_days)
    rate = Decimal(rate_ten_thousandths) / 10_000
    assert interest_fen(products, rate, day_count, Rounding.HALF_UP) == (exact + Fraction(1, 2)).__floor__()


@deterministic
@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 10**12))
def test_splitting_an_interval_changes_nothing(first: int, second: int, principal: int) -> None:
    middle, end = START + timedelta(days=first), START + timedelta(days=first + second)
    whole = DayProducts.starting(RATE, START).counted_to(end, principal)
    assert DayProducts.starting(RATE, START).counted_to(middle, principal).counted_to(end, principal) == whole
    assert whole.products == principal * (first + second)


def test_day_products_never_run_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        DayProducts.starting(RATE, START).counted_to(START - timedelta(days=1), 100)


@deterministic
@given(st.integers(0, 60), st.integers(0, 27))
def test_months_count_thirty_days_each_and_odd_days_as_they_are(months: int, odd: int) -> None:
    end = add_months(START, months) + timedelta(days=odd)
    assert interest_days(START, end, DayCount.MONTHLY) == 30 * months + odd


def test_accrual_within_a_period_stays_between_nothing_and_all_of_it() -> None:
    end = START + timedelta(days=31)
    shares = [accrued_within_period_fen(45_947, START, end, START + timedelta(days=day), Rounding.HALF_UP) for day in range(-2, 35)]
    assert shares == sorted(shares)
    assert (shares[2], shares[33]) == (0, 45_947)
    assert set(shares[:3]) == {0}
    assert set(shares[33:]) == {45_947}


@deterministic
@given(notes(), st.lists(st.integers(0, 900), min_size=1, max_size=6))
def test_postings_of_differences_add_up_to_the_schedules_interest(terms: LoanTerms, offsets: list[int]) -> None:
    """Looked at on any days, posted differences sum to what was earned, and never turn back while nothing is paid."""
    days = sorted({min(terms.disbursed_on + timedelta(days=offset), terms.maturity) for offset in offsets} | {terms.maturity})
    loan, posted, postings = originate(terms), 0, []
    for day in days:
        loan = settled_through(loan, day)
        postings.append(accrued_interest_fen(loan, day) - posted)
        posted += postings[-1]
    assert min(postings) >= 0
    assert posted == sum(account.instalment.interest_fen for account in loan.accounts)
    assert loan.running is None
