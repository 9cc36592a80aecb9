"""Rounding, penalty and compound interest as SQL: `domain/rounding`, `domain/late_charges` and `domain/instalment_account`
said again for sets of rows. A property test compares every fen (architecture.md rule 5).

Aliases: `o` a loan, `i` an instalment, `c` the conventions of its product version; `$1` is the day as of which is asked.
"""
from __future__ import annotations

from typing import Final

CONVENTIONS: Final = """
conventions AS (
    SELECT code, version, conventions ->> 'rounding' AS rounding, (conventions ->> 'grace_days')::int AS grace_days,
           CASE conventions ->> 'day_count' WHEN 'ACT365' THEN 365 ELSE 360 END::numeric AS year_days,
           1 + (conventions ->> 'penalty_uplift')::numeric AS penalty_factor,
           (conventions ->> 'penalty_ceiling')::numeric AS penalty_ceiling,
           conventions ->> 'compound_rate_in_term' = 'PENALTY' AS compounds_at_penalty
    FROM product_version
)"""

JOIN_CONVENTIONS: Final = "JOIN conventions c ON c.code = o.product_code AND c.version = o.product_version"


def rounded(numerator: str, denominator: str) -> str:
    """numerator / denominator, both not negative, to a whole number in the loan's rounding; `div` keeps it exact."""
    n, d = f"({numerator})", f"({denominator})"
    half_up = f"div(2 * {n} + {d}, 2 * {d})"
    is_half = f"mod(2 * {n} + {d}, 2 * {d}) = 0"
    return (
        f"CASE c.rounding WHEN 'HALF_UP' THEN {half_up}"
        f" WHEN 'HALF_EVEN' THEN {half_up} - CASE WHEN {is_half} THEN mod({half_up}, 2) ELSE 0 END"
        f" WHEN 'UP' THEN div({n}, {d}) + (mod({n}, {d}) > 0)::int ELSE div({n}, {d}) END"
    )


_PENALTY_RATE: Final = "least(o.annual_rate * c.penalty_factor, c.penalty_ceiling)"
_COMPOUND_RATE: Final = f"CASE WHEN c.compounds_at_penalty THEN {_PENALTY_RATE} ELSE o.annual_rate END"
_LATE: Final = "CASE WHEN $1::date - i.due_date > c.grace_days THEN $1::date - i.due_date ELSE 0 END"
_AFTER: Final = f"least({_LATE}, greatest($1::date - o.maturity_date, 0))"

PRINCIPAL_UNPAID: Final = "i.principal_fen - i.principal_paid_fen"
INTEREST_UNPAID: Final = "i.interest_fen - i.interest_paid_fen"

PENALTY: Final = rounded(f"(i.late_principal_products + ({PRINCIPAL_UNPAID}) * ({_LATE})::bigint) * {_PENALTY_RATE}", "c.year_days")
"""Penalty ever earned on a late instalment, paid or not."""

COMPOUND: Final = (
    rounded(f"(i.late_interest_products + ({INTEREST_UNPAID}) * ({_LATE} - {_AFTER})::bigint) * ({_COMPOUND_RATE})", "c.year_days")
    + " + "
    + rounded(f"(i.late_interest_products_after + ({INTEREST_UNPAID}) * ({_AFTER})::bigint) * {_PENALTY_RATE}", "c.year_days")
)
"""Compound interest ever earned on it; rounded once a rate."""

PENALTY_UNPAID: Final = f"({PENALTY}) - i.penalty_paid_fen"
COMPOUND_UNPAID: Final = f"({COMPOUND}) - i.compound_paid_fen"

UNPAID: Final = f"({PRINCIPAL_UNPAID}) + ({INTEREST_UNPAID}) + {PENALTY_UNPAID} + {COMPOUND_UNPAID}"
"""Everything unpaid of an instalment that is due."""
