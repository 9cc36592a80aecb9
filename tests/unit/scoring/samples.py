"""A case that the shipped policy approves, the shipped artefacts, and the real applicants as cases."""
from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from o2o.training.german_facts import Applicant, applicants
from services.scoring.domain.case import Case, CheckResult, CheckStatus, ProductTerms
from services.scoring.domain.models.card import Card
from services.scoring.domain.models.card_document import parse_card
from services.scoring.domain.policy import Policy, parse_policy

ARTEFACTS = Path(__file__).resolve().parents[3] / "services" / "scoring" / "artefacts"
SHOP_TERM = ProductTerms(
    product_code="SHOP_TERM",
    version=1,
    consumer=False,
    amount_min_fen=500_000,
    amount_max_fen=40_000_000,
    term_min_months=3,
    term_max_months=60,
    rate_min=Decimal("0.06"),
    rate_max=Decimal("0.108"),
)
PAYROLL = replace(
    SHOP_TERM,
    product_code="PAYROLL",
    consumer=True,
    amount_max_fen=30_000_000,
    rate_min=Decimal("0.036"),
    rate_max=Decimal("0.072"),
)
CLEAN_COURT = {"court_dishonest": 0, "court_enforcement": 0, "court_restriction": 0, "court_private_lending": 0, "court_other": 0}
CLEAN_CHECKS = {
    "BUREAU": CheckResult(CheckStatus.PASS, {"bureau_max_dpd_24m": 0, "bureau_queries_3m": 1}),
    "COURT": CheckResult(CheckStatus.PASS, CLEAN_COURT),
    "REGISTRY": CheckResult(CheckStatus.PASS, {"registry_status": "ACTIVE"}),
}
SOLID_FACTS: dict[str, str | int] = {
    "checking_account_status": "NONE",
    "credit_history": "CREDIT_ELSEWHERE",
    "savings_status": "HIGH",
    "occupation_tenure": "OVER_7_YEARS",
    "guarantee": "NONE",
    "main_asset": "REAL_ESTATE",
    "other_instalment_plans": "NONE",
    "housing": "OWNED",
    "instalment_burden_class": 2,
}


def card_document() -> dict[str, Any]:
    """A fresh copy of the shipped card."""
    return copy.deepcopy(_document("application_card.json"))


def policy_document() -> dict[str, Any]:
    """A fresh copy of the shipped policy."""
    return copy.deepcopy(_document("application_policy.json"))


@cache
def shipped_card() -> Card:
    return parse_card(card_document())


@cache
def shipped_policy() -> Policy:
    return parse_policy(policy_document())


def case(**changes: Any) -> Case:
    """A shop owner with solid facts and clean checks; `changes` replace fields."""
    base = Case(
        application_id="application",
        party_id="party",
        product_code="SHOP_TERM",
        amount_fen=6_000_000,
        term_months=12,
        purpose_code="ELECTRONICS",
        segment="SHOP_OWNER",
        division_code="331003",
        facts=SOLID_FACTS,
        birth_year=1986,
        identity_level=2,
        consents=frozenset({"PROFILING", "CREDIT_BUREAU"}),
        checks=CLEAN_CHECKS,
        product=SHOP_TERM,
        parameters={"ONL_CONS_CAP": "200000", "DSR_MAX": "0.50"},
        business_date=date(2026, 11, 22),
    )
    return replace(base, **changes)


def case_of(applicant: Applicant) -> Case:
    """A real applicant asking for the shop owner's loan."""
    return case(
        application_id=str(applicant.row),
        facts=applicant.facts,
        amount_fen=applicant.amount_fen,
        term_months=applicant.term_months,
        purpose_code=applicant.purpose_code,
        birth_year=2026 - applicant.age_years,
    )


@cache
def real_cases() -> tuple[Case, ...]:
    """All 1,000."""
    return tuple(case_of(applicant) for applicant in applicants())


def with_check(source: str, status: CheckStatus, **findings: str | int) -> dict[str, CheckResult]:
    """Clean checks but for one source; findings are added to the clean ones when it answered."""
    answered = status in (CheckStatus.PASS, CheckStatus.HIT)
    found = {**CLEAN_CHECKS[source].findings, **findings} if answered else {}
    return {**CLEAN_CHECKS, source: CheckResult(status, found)}


@cache
def _document(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((ARTEFACTS / name).read_text(encoding="utf-8"))
    return document
