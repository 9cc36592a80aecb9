"""Random notes and payment histories, the same in every run."""
from __future__ import annotations

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from services.credit.domain.loan_terms import LoanTerms
from services.credit.domain.replay import Payment
from shared.kernel.day_count import DayCount
from shared.kernel.rounding import Rounding
from tests.unit.credit.domain.builders import note

deterministic = settings(derandomize=True, deadline=None, max_examples=150)

METHODS = ("EQ_INST", "EQ_PRIN", "FLEX", "BULLET", "INT_M_BULLET", "INT_Q_BULLET", "DAILY")
FIRST_DAY = date(2026, 1, 1)


@st.composite
def notes(draw: st.DrawFn, methods: tuple[str, ...] = METHODS) -> LoanTerms:
    """Any note of these methods: principals, rates, terms, dates, due days, day counts, grace, rounding."""
    method = draw(st.sampled_from(methods))
    months = draw(st.integers(1, 60))
    principal = draw(st.integers(months, 10**10))
    conventions: dict[str, object] = {
        "day_count": draw(st.sampled_from([DayCount.ACT360, DayCount.ACT365])),
        "instalment_day_count": draw(st.sampled_from(DayCount)),
        "rounding": draw(st.sampled_from([Rounding.HALF_UP, Rounding.HALF_EVEN])),
        "grace_days": draw(st.integers(0, 3)),
        "settle_day": draw(st.sampled_from([20, 21])),
    }
    if draw(st.booleans()):
        conventions["due_day"] = draw(st.integers(1, 31))
    half = principal // 2
    return note(
        method,
        fen=principal,
        rate=f"0.{draw(st.integers(0, 2400)):04d}",
        months=months,
        disbursed_on=FIRST_DAY + timedelta(days=draw(st.integers(0, 730))),
        conventions=conventions,
        plan={months: principal} if months == 1 or not half else {months - 1: half, months: principal - half},
    )


@st.composite
def histories(draw: st.DrawFn, methods: tuple[str, ...] = METHODS) -> tuple[LoanTerms, list[Payment]]:
    """A note and up to eight payments of any size over its term and the half year after it, in order of day."""
    terms = draw(notes(methods))
    life = (terms.maturity - terms.disbursed_on).days + 180
    days = sorted(draw(st.lists(st.integers(0, life), max_size=8)))
    amounts = draw(st.lists(st.integers(1, terms.principal_fen), min_size=len(days), max_size=len(days)))
    return terms, [Payment(terms.disbursed_on + timedelta(days=day), fen) for day, fen in zip(days, amounts, strict=True)]
