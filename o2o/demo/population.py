"""The 300 real applicants that the card has never seen, dressed as people of one county."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from o2o.training.german_facts import Applicant, applicants, split
from o2o.world.people import Person, person

SHOP, PAYROLL = "SHOP_TERM", "PAYROLL"
AMOUNT_CAP_FEN = {SHOP: 40_000_000, PAYROLL: 20_000_000}
AMOUNT_FLOOR_FEN = 500_000
TERM_RANGE_MONTHS = (3, 60)
ROUNDED_TO_FEN = 10_000
_OWNERS = "SELF_EMPLOYED_OR_MANAGER"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One applicant as he will meet the bank. `was_cut` says that a cap or the longest term cut his wish."""

    applicant: Applicant
    person: Person
    product_code: str
    amount_fen: int
    term_months: int

    @property
    def was_cut(self) -> bool:
        return (self.amount_fen, self.term_months) != (_rounded(self.applicant.amount_fen), self.applicant.term_months)

    @property
    def behaviour(self) -> dict[str, Any]:
        """What only the sandbox is told: who was good in the data pays, who was bad starts to miss."""
        return {"kind": "GOOD" if self.applicant.good else "BAD", "seed": self.applicant.row}


def population(today: date, size: int | None = None) -> tuple[Candidate, ...]:
    """The held-out applicants in the order of the source; `size` takes the first of them."""
    _, held_out = split(applicants())
    return tuple(_candidate(place, applicant, today) for place, applicant in enumerate(held_out[:size]))


def _candidate(place: int, applicant: Applicant, today: date) -> Candidate:
    owner = applicant.facts["occupation_class"] == _OWNERS or applicant.purpose_code == "BUSINESS"
    product = SHOP if owner else PAYROLL
    shortest, longest = TERM_RANGE_MONTHS
    return Candidate(
        applicant=applicant,
        person=person(place, segment="SHOP_OWNER" if owner else "SALARIED", age_years=applicant.age_years, today=today),
        product_code=product,
        amount_fen=min(max(_rounded(applicant.amount_fen), AMOUNT_FLOOR_FEN), AMOUNT_CAP_FEN[product]),
        term_months=min(max(applicant.term_months, shortest), longest),
    )


def _rounded(amount_fen: int) -> int:
    return amount_fen // ROUNDED_TO_FEN * ROUNDED_TO_FEN
