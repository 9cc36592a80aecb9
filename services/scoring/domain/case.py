"""Everything a decision may read, fixed at the moment of deciding: facts, evidence, terms, parameters, date."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final

MONTHS_IN_YEAR: Final = 12
BUREAU_CONSENT: Final = "CREDIT_BUREAU"


class CheckStatus(Enum):
    """How a check of an outside source ended. MISSING: no answer or not allowed to ask; LATE: after its time-out."""

    PASS = "PASS"  # noqa: S105 - the outcome of a check
    HIT = "HIT"
    MISSING = "MISSING"
    LATE = "LATE"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One source's answer as codes and whole numbers, never personal data."""

    status: CheckStatus
    findings: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """The published product version that is in force."""

    product_code: str
    version: int
    consumer: bool
    amount_min_fen: int
    amount_max_fen: int
    term_min_months: int
    term_max_months: int
    rate_min: Decimal
    rate_max: Decimal


@dataclass(frozen=True, slots=True)
class Case:
    """An application ready to be decided. `product` is None while no version of it is in force.

    `checked_in_time` is False when the outside checks did not end within 60 seconds.
    """

    application_id: str
    party_id: str
    product_code: str
    amount_fen: int
    term_months: int
    purpose_code: str
    segment: str
    division_code: str
    facts: Mapping[str, str | int]
    birth_year: int | None
    identity_level: int
    consents: frozenset[str]
    checks: Mapping[str, CheckResult]
    product: ProductTerms | None
    parameters: Mapping[str, str]
    business_date: date
    checked_in_time: bool = True

    @property
    def card_facts(self) -> dict[str, str | int]:
        """Declared facts with the terms asked for; terms win over a declared fact of the same name."""
        terms: dict[str, str | int] = {"purpose_code": self.purpose_code, "amount_fen": self.amount_fen, "term_months": self.term_months}
        return {**self.facts, **terms}

    def rule_inputs(self) -> dict[str, str | int | None]:
        """The closed list of inputs of policy rules; None where unknown. Declared facts cannot pose as them."""
        inputs: dict[str, str | int | None] = dict.fromkeys(RULE_INPUTS)
        inputs |= {
            "age_years": self._age_years(),
            "age_at_maturity_years": self._age_at_maturity_years(),
            "amount_fen": self.amount_fen,
            "bureau_consent": "YES" if BUREAU_CONSENT in self.consents else "NO",
            "division_code": self.division_code,
            "identity_level": self.identity_level,
            "product_code": self.product_code,
            "purpose_code": self.purpose_code,
            "segment": self.segment,
            "term_months": self.term_months,
        }
        for source, result in self.checks.items():
            if f"{source.lower()}_check" in RULE_INPUTS:
                inputs[f"{source.lower()}_check"] = result.status.value
            inputs |= {name: value for name, value in result.findings.items() if name in RULE_INPUTS}
        return inputs

    def _age_years(self) -> int | None:
        """Whole years certainly completed: only the year of birth is known."""
        return None if self.birth_year is None else self.business_date.year - self.birth_year - 1

    def _age_at_maturity_years(self) -> int | None:
        """Age possibly reached in the year the loan ends."""
        if self.birth_year is None:
            return None
        months = self.business_date.month - 1 + self.term_months
        return self.business_date.year + months // MONTHS_IN_YEAR - self.birth_year


RULE_INPUTS: Final[frozenset[str]] = frozenset(
    {
        "age_years",
        "age_at_maturity_years",
        "amount_fen",
        "bureau_consent",
        "division_code",
        "identity_level",
        "product_code",
        "purpose_code",
        "segment",
        "term_months",
        "bureau_check",
        "bureau_max_dpd_24m",
        "bureau_queries_3m",
        "court_check",
        "court_dishonest",
        "court_enforcement",
        "court_restriction",
        "court_private_lending",
        "court_other",
        "registry_check",
        "registry_status",
    }
)


_PLAIN_FIELDS: Final = (
    "application_id",
    "party_id",
    "product_code",
    "amount_fen",
    "term_months",
    "purpose_code",
    "segment",
    "division_code",
    "birth_year",
    "identity_level",
    "checked_in_time",
)


def case_document(case: Case) -> dict[str, Any]:
    """The case as plain JSON: what a stored decision keeps so that it can be decided again."""
    checks = {source: {"status": result.status.value, "findings": dict(result.findings)} for source, result in case.checks.items()}
    return {
        **{name: getattr(case, name) for name in _PLAIN_FIELDS},
        "facts": dict(case.facts),
        "consents": sorted(case.consents),
        "checks": checks,
        "product": None if case.product is None else _product_document(case.product),
        "parameters": dict(case.parameters),
        "business_date": case.business_date.isoformat(),
    }


def case_from_document(document: Mapping[str, Any]) -> Case:
    """The case that `case_document` wrote."""
    product = document["product"]
    fields = dict(document)
    fields["consents"] = frozenset(document["consents"])
    fields["checks"] = {
        source: CheckResult(CheckStatus(result["status"]), result["findings"]) for source, result in document["checks"].items()
    }
    fields["business_date"] = date.fromisoformat(document["business_date"])
    if product is not None:
        rates = {"rate_min": Decimal(product["rate_min"]), "rate_max": Decimal(product["rate_max"])}
        fields["product"] = ProductTerms(**{**product, **rates})
    return Case(**fields)


def _product_document(product: ProductTerms) -> dict[str, Any]:
    return {**asdict(product), "rate_min": format(product.rate_min, "f"), "rate_max": format(product.rate_max, "f")}
