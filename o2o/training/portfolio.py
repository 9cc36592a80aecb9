"""What lending by the policy would have earned and lost on rows the card never saw, against lending to all."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from o2o.training.cut_offs import Economics
from o2o.training.german_facts import Applicant
from o2o.training.validation import OutOfSample

_FEN_PER_YUAN: Final = 100
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """Yuan over the loans' lives, the mean of all repetitions. `net` is income less funding, cost and loss."""

    loans: float
    bads: float
    lent: float
    lost: float
    net: float

    @property
    def bad_rate(self) -> float:
        """Bads among the loans made."""
        return self.bads / self.loans if self.loans else 0.0


def realised(
    applicants: Sequence[Applicant], unseen: OutOfSample, product_code: str, policy: Mapping[str, Any], economics: Economics
) -> Outcome:
    """Approvals only: what a person would decide about the referred is not guessed."""
    product = policy["products"][product_code]
    loans = [
        (applicants[row], _annual_rate(score, product, policy))
        for row, score in zip(unseen.rows, unseen.scores, strict=True)
        if score >= product["approve_from_score"]
    ]
    return _outcome(loans, unseen.repetitions, economics)


def lending_to_all(applicants: Sequence[Applicant], annual_rate: float, economics: Economics) -> Outcome:
    """Everybody gets a loan at the product's dearest rate."""
    return _outcome([(applicant, annual_rate) for applicant in applicants], 1, economics)


def _outcome(loans: Sequence[tuple[Applicant, float]], repetitions: int, economics: Economics) -> Outcome:
    lent = sum(applicant.amount_fen / _FEN_PER_YUAN for applicant, _ in loans) / repetitions
    bads = [applicant for applicant, _ in loans if not applicant.good]
    share_lost = economics.loss_given_default * economics.exposure_at_default
    lost = sum(applicant.amount_fen / _FEN_PER_YUAN for applicant in bads) * share_lost / repetitions
    margin = sum(_margin(applicant, rate, economics) for applicant, rate in loans if applicant.good) / repetitions
    return Outcome(len(loans) / repetitions, len(bads) / repetitions, lent, lost, margin - lost)


def _margin(applicant: Applicant, annual_rate: float, economics: Economics) -> float:
    """Interest less funding and operations over the life of level instalments, in yuan."""
    balance_years = applicant.amount_fen / _FEN_PER_YUAN * (applicant.term_months + 1) / 2 / _MONTHS
    return balance_years * (annual_rate - economics.funding - economics.operations)


def _annual_rate(score: int, product: Mapping[str, Any], policy: Mapping[str, Any]) -> float:
    grade = next((one["grade"] for one in policy["grades"] if score >= one["from_score"]), policy["grades"][-1]["grade"])
    return float(Decimal(product["annual_rates"][grade]))
