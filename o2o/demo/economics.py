"""One picture in yuan: what lending to everybody would have brought, and what this policy brought, after a year.

What became of the loans really granted is measured loan by loan from their transactions. Who was refused is credited with
the average, per yuan lent, of the granted loans of people like him (good or bad in the data): nobody knows more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from o2o.demo.applications import Outcome

FUNDING_RATE: Final = Decimal("0.0185")
"""Transfer price of funds a year (domain.md 2.4.2, E14)."""
PROVISION: Final = {
    "NORMAL": Decimal("0.01"),
    "SPECIAL_MENTION": Decimal("0.02"),
    "SUBSTANDARD": Decimal("0.25"),
    "DOUBTFUL": Decimal("0.50"),
    "LOSS": Decimal(1),
}
"""Share of the outstanding principal set aside by class (domain.md 2.5.3, R22)."""
NON_PERFORMING: Final = frozenset({"SUBSTANDARD", "DOUBTFUL", "LOSS"})
REAL_BAD_SHARE: Final = Decimal("0.03")
_YEAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Sums:
    """Fen: lent, interest received, cost of funds, principal lost (non-performing), provision held."""

    lent: Decimal = Decimal(0)
    interest: Decimal = Decimal(0)
    funding: Decimal = Decimal(0)
    lost: Decimal = Decimal(0)
    provision: Decimal = Decimal(0)

    @property
    def net(self) -> Decimal:
        return self.interest - self.funding - self.provision

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(mine + theirs for mine, theirs in zip(self.parts, other.parts, strict=True)))

    def times(self, factor: Decimal) -> Sums:
        return Sums(*(part * factor for part in self.parts))

    @property
    def parts(self) -> tuple[Decimal, ...]:
        return (self.lent, self.interest, self.funding, self.lost, self.provision)

    def as_fen(self) -> dict[str, int]:
        named = {"lent": self.lent, "interest": self.interest, "funding": self.funding, "lost": self.lost, "provision": self.provision}
        return {name: _whole(value) for name, value in {**named, "net": self.net}.items()}


@dataclass(frozen=True, slots=True)
class Experience:
    """One granted loan after the year."""

    good: bool
    sums: Sums


def experience(outcome: Outcome, loan: dict[str, Any], transactions: Sequence[dict[str, Any]], today: date) -> Experience:
    """What one loan brought and cost, from its own history."""
    outstanding = Decimal(loan["outstanding_principal_fen"])
    interest = sum(item["interest_fen"] + item["penalty_fen"] + item["compound_fen"] for item in transactions)
    sums = Sums(
        lent=Decimal(outcome.lent_fen),
        interest=Decimal(interest),
        funding=_day_products(transactions, today) * FUNDING_RATE / _YEAR_DAYS,
        lost=outstanding if loan["class"] in NON_PERFORMING else Decimal(0),
        provision=outstanding * PROVISION[loan["class"]],
    )
    return Experience(outcome.candidate.applicant.good, sums)


def picture(outcomes: Sequence[Outcome], experiences: Sequence[Experience]) -> dict[str, Any]:
    """Both ways of lending, raw and re-weighted to a population of which 3 % turn bad."""
    per_yuan = {good: _per_yuan(experiences, good) for good in (True, False)}
    wishes = {
        good: _total(Sums(lent=Decimal(o.candidate.amount_fen)) for o in outcomes if o.candidate.applicant.good is good)
        for good in (True, False)
    }
    to_all = {good: per_yuan[good].times(wishes[good].lent) for good in (True, False)}
    to_some = {good: _total(one.sums for one in experiences if one.good is good) for good in (True, False)}
    bad_share = Decimal(sum(not o.candidate.applicant.good for o in outcomes)) / Decimal(max(len(outcomes), 1))
    return {
        "bad_share": f"{bad_share:.4f}",
        "raw": {"all": _weighed(to_all, Decimal(1), Decimal(1)), "policy": _weighed(to_some, Decimal(1), Decimal(1))},
        "reweighted": {
            "all": _weighed(to_all, (1 - REAL_BAD_SHARE) / (1 - bad_share), REAL_BAD_SHARE / bad_share),
            "policy": _weighed(to_some, (1 - REAL_BAD_SHARE) / (1 - bad_share), REAL_BAD_SHARE / bad_share),
        },
    }


def _per_yuan(experiences: Sequence[Experience], good: bool) -> Sums:
    total = _total(one.sums for one in experiences if one.good is good)
    return total.times(1 / total.lent) if total.lent else Sums()


def _weighed(sums: dict[bool, Sums], good_weight: Decimal, bad_weight: Decimal) -> dict[str, int]:
    return (sums[True].times(good_weight) + sums[False].times(bad_weight)).as_fen()


def _total(sums: Iterable[Sums]) -> Sums:
    total = Sums()
    for one in sums:
        total = total + one
    return total


def _day_products(transactions: Sequence[dict[str, Any]], today: date) -> Decimal:
    """Outstanding principal times days, from the first transaction to today."""
    products, outstanding, since = 0, 0, today
    for item in transactions:
        on = date.fromisoformat(item["business_date"])
        products += outstanding * max((on - since).days, 0)
        outstanding, since = item["outstanding_principal_fen"], on
    return Decimal(products + outstanding * (today - since).days)


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
