"""The 1,000 real applicants as facts of this platform: the one mapping used to train and to apply.

A fact is a code or an integer that an applicant declares. Amounts are Deutsche Mark times 20 in yuan.
Sex, marital status, nationality, age and the number of dependants (a stand-in for marital status) are not
facts: age is carried for eligibility and fairness reports only (domain.md A13).
"""
from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).resolve().parents[1] / "data" / "german_credit" / "german_credit.csv"
FEN_PER_MARK: Final = 20 * 100
DEVELOPMENT_SHARE_PERCENT: Final = 70

# column of the source -> (fact, label of the source -> code)
_CODED: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "status_of_existing_checking_account": (
        "checking_account_status",
        {
            "no checking account": "NONE",
            "... < 0 DM": "OVERDRAWN",
            "0 <= ... < 200 DM": "LOW",
            "... >= 200 DM / salary assignments for at least 1 year": "AMPLE",
        },
    ),
    "credit_history": (
        "credit_history",
        {
            "no credits taken/ all credits paid back duly": "NONE_TAKEN",
            "all credits at this bank paid back duly": "ALL_REPAID_HERE",
            "existing credits paid back duly till now": "PAID_ON_TIME",
            "delay in paying off in the past": "PAST_DELAY",
            "critical account/ other credits existing (not at this bank)": "CREDIT_ELSEWHERE",
        },
    ),
    "savings_account_and_bonds": (
        "savings_status",
        {
            "unknown/ no savings account": "NONE_OR_UNKNOWN",
            "... < 100 DM": "LOW",
            "100 <= ... < 500 DM": "MODERATE",
            "500 <= ... < 1000 DM": "HIGH",
            "... >= 1000 DM": "VERY_HIGH",
        },
    ),
    "present_employment_since": (
        "occupation_tenure",
        {
            "unemployed": "NO_OCCUPATION",
            "... < 1 year": "UNDER_1_YEAR",
            "1 <= ... < 4 years": "FROM_1_TO_4_YEARS",
            "4 <= ... < 7 years": "FROM_4_TO_7_YEARS",
            "... >= 7 years": "OVER_7_YEARS",
        },
    ),
    "other_debtors_or_guarantors": (
        "guarantee",
        {"none": "NONE", "co-applicant": "CO_APPLICANT", "guarantor": "GUARANTOR"},
    ),
    "property": (
        "main_asset",
        {
            "real estate": "REAL_ESTATE",
            "building society savings agreement/ life insurance": "SAVINGS_OR_INSURANCE",
            "car or other, not in attribute Savings account/bonds": "VEHICLE_OR_OTHER",
            "unknown / no property": "NONE_OR_UNKNOWN",
        },
    ),
    "other_installment_plans": ("other_instalment_plans", {"none": "NONE", "bank": "BANK", "stores": "STORE"}),
    "housing": ("housing", {"own": "OWNED", "rent": "RENTED", "for free": "FREE"}),
    "job": (
        "occupation_class",
        {
            # the source splits the unskilled by residence, which is near to nationality: one code for both
            "unemployed/ unskilled - non-resident": "UNSKILLED",
            "unskilled - resident": "UNSKILLED",
            "skilled employee / official": "SKILLED",
            "management/ self-employed/ highly qualified employee/ officer": "SELF_EMPLOYED_OR_MANAGER",
        },
    ),
    "telephone": ("landline", {"none": "NO", "yes, registered under the customers name": "YES"}),
}

_PURPOSE_CODES: Final[Mapping[str, str]] = {
    "car (new)": "NEW_VEHICLE",
    "car (used)": "USED_VEHICLE",
    "furniture/equipment": "FURNISHING",
    "radio/television": "ELECTRONICS",
    "domestic appliances": "APPLIANCES",
    "repairs": "REPAIRS",
    "education": "EDUCATION",
    "retraining": "TRAINING",
    "business": "BUSINESS",
    "others": "OTHER",
}

_COUNTED: Final[Mapping[str, str]] = {
    "installment_rate_in_percentage_of_disposable_income": "instalment_burden_class",
    "present_residence_since": "residence_years_class",
    "number_of_existing_credits_at_this_bank": "credits_at_this_bank",
}


@dataclass(frozen=True, slots=True)
class Applicant:
    """One real applicant. `facts` are declared; purpose, amount and term are asked for; `good` is what came of it."""

    row: int
    facts: Mapping[str, str | int]
    purpose_code: str
    amount_fen: int
    term_months: int
    age_years: int
    good: bool

    @property
    def features(self) -> dict[str, str | int]:
        """What a card may read: the declared facts with the terms asked for."""
        terms: dict[str, str | int] = {"purpose_code": self.purpose_code, "amount_fen": self.amount_fen, "term_months": self.term_months}
        return {**self.facts, **terms}


def applicants(source: Path = SOURCE) -> tuple[Applicant, ...]:
    """All applicants in the order of the file, row numbers from 1. Raises KeyError for an unknown label."""
    with source.open(encoding="utf-8", newline="") as lines:
        return tuple(_applicant(row, record) for row, record in enumerate(csv.DictReader(lines), start=1))


def split(everybody: tuple[Applicant, ...]) -> tuple[tuple[Applicant, ...], tuple[Applicant, ...]]:
    """The fixed 700 that develop the card and the 300 that apply in the demonstration.

    Within good and within bad, rows are ordered by the SHA-256 of `german-credit:<row>`; the first 70 % develop.
    """
    development = {applicant.row for good in (True, False) for applicant in _first_share(everybody, good=good)}
    return (
        tuple(applicant for applicant in everybody if applicant.row in development),
        tuple(applicant for applicant in everybody if applicant.row not in development),
    )


def _first_share(everybody: tuple[Applicant, ...], *, good: bool) -> Iterator[Applicant]:
    alike = sorted((one for one in everybody if one.good is good), key=lambda one: _order(one.row))
    yield from alike[: len(alike) * DEVELOPMENT_SHARE_PERCENT // 100]


def _order(row: int) -> str:
    return hashlib.sha256(f"german-credit:{row}".encode()).hexdigest()


def _applicant(row: int, record: Mapping[str, str]) -> Applicant:
    facts: dict[str, str | int] = {fact: codes[record[column]] for column, (fact, codes) in _CODED.items()}
    facts |= {fact: int(record[column]) for column, fact in _COUNTED.items()}
    return Applicant(
        row=row,
        facts=facts,
        purpose_code=_PURPOSE_CODES[record["purpose"]],
        amount_fen=int(record["credit_amount"]) * FEN_PER_MARK,
        term_months=int(record["duration_in_month"]),
        age_years=int(record["age_in_years"]),
        good=record["creditability"] == "good",
    )
