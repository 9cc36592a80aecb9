"""Decision policy: hard rules first, then score bands, limit rounding and a price per grade, all data."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from services.scoring.domain.artefact import ArtefactInvalid, Reader
from services.scoring.domain.case import RULE_INPUTS
from services.scoring.domain.models.decision_table import DecisionTable, parse_table
from services.scoring.domain.reason_code import ReasonCode, parse_reasons
from shared.kernel.rate import RateMalformed, parse_rate

SCHEMA: Final = "policy/1"
DECLINE: Final = "DECLINE"
REFER: Final = "REFER"
PASS: Final = "PASS"  # noqa: S105 - an outcome of a rule
NO_REASON: Final = "NONE"
_SCORE: Final = 100_000
_MOST_PRODUCTS: Final = 100
_MOST_GRADES: Final = 20


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter for scores from `from_score` up to the next better grade."""

    grade: str
    from_score: int


@dataclass(frozen=True, slots=True)
class ProductPolicy:
    """Cut-offs and prices of one product. Below `refer_from_score` declines; from `approve_from_score` approves."""

    approve_from_score: int
    refer_from_score: int
    annual_rates: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Policy:
    """A parsed policy. Grades run from best to worst; the worst holds for every lower score."""

    policy: str
    card: str
    rules: DecisionTable
    grades: tuple[Grade, ...]
    products: Mapping[str, ProductPolicy]
    rounding_fen: int
    reasons: Mapping[str, ReasonCode]

    def grade_of(self, score: int) -> str:
        """The best grade whose first score is reached; the worst grade otherwise."""
        return next((one.grade for one in self.grades if score >= one.from_score), self.grades[-1].grade)


def parse_policy(document: object) -> Policy:
    """The policy of a document. Raises ArtefactInvalid."""
    reader = Reader(document, "", keys=("schema", "policy", "card", "rules", "grades", "products", "rounding_fen", "reasons", "basis"))
    if reader.text("schema") != SCHEMA:
        raise ArtefactInvalid(at="/schema", why=f"{SCHEMA} is expected")
    reasons = parse_reasons(reader.mapping("reasons", most=_MOST_PRODUCTS), "/reasons")
    outputs = {"outcome": frozenset({DECLINE, REFER, PASS}), "reason": frozenset(reasons) | {NO_REASON}}
    rules = parse_table(reader.value("rules"), "/rules", known_inputs=RULE_INPUTS, outputs=outputs)
    for index, row in enumerate(rules.rows):
        if (row.outputs["outcome"] == PASS) is not (row.outputs["reason"] == NO_REASON):
            raise ArtefactInvalid(at=f"/rules/rules/{index}", why="a refusal or referral has a reason, a pass has none")
    grades = _grades(reader)
    products = {
        code: _product(value, f"/products/{index}", grades)
        for index, (code, value) in enumerate(reader.mapping("products", most=_MOST_PRODUCTS).items())
    }
    rounding_fen = reader.whole("rounding_fen", lowest=1, highest=10**9)
    return Policy(reader.text("policy", longest=64), reader.text("card", longest=64), rules, grades, products, rounding_fen, reasons)


def _grades(reader: Reader) -> tuple[Grade, ...]:
    grades = []
    for index, item in enumerate(reader.items("grades", most=_MOST_GRADES)):
        one = Reader(item, f"/grades/{index}", keys=("grade", "from_score"))
        grades.append(Grade(one.text("grade", longest=10), one.whole("from_score", lowest=-_SCORE, highest=_SCORE)))
    if any(better.from_score <= worse.from_score for better, worse in pairwise(grades)):
        raise ArtefactInvalid(at="/grades", why="grades run from best to worst by falling score")
    return tuple(grades)


def _product(document: Any, at: str, grades: tuple[Grade, ...]) -> ProductPolicy:
    reader = Reader(document, at, keys=("approve_from_score", "refer_from_score", "annual_rates"))
    approve = reader.whole("approve_from_score", lowest=-_SCORE, highest=_SCORE)
    refer = reader.whole("refer_from_score", lowest=-_SCORE, highest=_SCORE)
    if refer > approve:
        raise ArtefactInvalid(at=f"{at}/refer_from_score", why="a person decides below the approval cut-off, not above it")
    rates = {grade: _rate(rate, f"{at}/annual_rates") for grade, rate in reader.mapping("annual_rates", most=_MOST_GRADES).items()}
    if set(rates) != {grade.grade for grade in grades}:
        raise ArtefactInvalid(at=f"{at}/annual_rates", why="one rate for every grade")
    ordered = [rates[grade.grade] for grade in grades]
    if any(better > worse for better, worse in pairwise(ordered)):
        raise ArtefactInvalid(at=f"{at}/annual_rates", why="a better grade may not pay more than a worse one")
    return ProductPolicy(approve, refer, rates)


def _rate(text: object, at: str) -> Decimal:
    try:
        return parse_rate(text if isinstance(text, str) else "")
    except RateMalformed as error:
        raise ArtefactInvalid(at=at, why="a decimal string such as 0.0720 is expected") from error
