"""The decision: approve, decline or refer one case under one card and one policy. A pure function.

Order: model and product in force → in time → hard rules → score → band → limit → price. What is not known never approves.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from services.scoring.domain import reason_code
from services.scoring.domain.artefact import sha256_of
from services.scoring.domain.case import Case, ProductTerms, case_document
from services.scoring.domain.limit import find_limit
from services.scoring.domain.models.card import CannotScore, Card, ScoreResult
from services.scoring.domain.models.decision_table import InputUnusable
from services.scoring.domain.policy import DECLINE, REFER, Policy
from services.scoring.domain.reason_code import MAX_REASONS

ZERO_RATE: Final = Decimal(0)


class Result(Enum):
    """The three answers."""

    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    REFERRED = "REFERRED"


class Path(Enum):
    """Who decides (domain.md F187): the model alone, or the model and a person."""

    MODEL = "MODEL"
    MIXED = "MIXED"


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer with its reasons and its proof. Nothing is proposed when amount and rate are zero.

    `conditions` say what was cut from the request; `trace` holds every step with its values.
    """

    result: Result
    reasons: tuple[str, ...]
    approved_amount_fen: int = 0
    term_months: int = 0
    annual_rate: Decimal = ZERO_RATE
    conditions: tuple[str, ...] = ()
    score: ScoreResult | None = None
    grade: str | None = None
    trace: Mapping[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """A referred case is decided by a person with the model's help."""
        return Path.MIXED if self.result is Result.REFERRED else Path.MODEL


def decide(case: Case, card: Card | None, policy: Policy | None) -> Decision:
    """The decision of a case. Equal arguments give an equal decision, today and at replay.

    Without a usable card or policy (None) a person decides.
    """
    if card is None or policy is None:
        return Decision(Result.REFERRED, (reason_code.MODEL_UNAVAILABLE.code,))
    trace: dict[str, Any] = {}
    score = _score(case, card, trace)
    if case.product is None or case.product_code not in policy.products:
        return _answer(Result.REFERRED, (reason_code.PRODUCT_UNKNOWN.code,), score, policy, trace)
    if not case.checked_in_time:
        return _answer(Result.REFERRED, (reason_code.TIMED_OUT.code,), score, policy, trace)
    refusal = _hard_rules(case, policy, trace)
    if refusal is not None:
        return _answer(refusal[0], (refusal[1],), score, policy, trace)
    if score is None:
        return _answer(Result.REFERRED, (reason_code.FACT_UNUSABLE.code,), None, policy, trace)
    return _by_score(case, case.product, policy, score, trace)


def decision_sha256(case: Case, decision: Decision, *, model_sha256: str, policy_sha256: str) -> str:
    """Digest over inputs, artefacts and answer: a stored decision cannot be altered unseen."""
    return sha256_of(
        {"case": case_document(case), "model": model_sha256, "policy": policy_sha256, "decision": decision_document(decision)}
    )


def decision_document(decision: Decision) -> dict[str, Any]:
    """The decision as plain JSON, with its trace."""
    return {
        "result": decision.result.value,
        "path": decision.path.value,
        "reasons": list(decision.reasons),
        "conditions": list(decision.conditions),
        "approved_amount_fen": decision.approved_amount_fen,
        "term_months": decision.term_months,
        "annual_rate": format(decision.annual_rate, "f"),
        "score": None if decision.score is None else decision.score.score,
        "pd_ppm": None if decision.score is None else decision.score.pd_ppm,
        "grade": decision.grade,
        "trace": dict(decision.trace),
    }


def _score(case: Case, card: Card, trace: dict[str, Any]) -> ScoreResult | None:
    try:
        result = card.evaluate(case.card_facts)
    except CannotScore as error:
        trace["card"] = {"model": card.model, "unusable": error.facts}
        return None
    trace["card"] = {
        "model": card.model,
        "points": dict(result.points),
        "score": result.score,
        "pd_ppm": result.pd_ppm,
        "lost": [{"reason": lost.reason, "fact": lost.fact, "points": lost.points} for lost in result.lost],
    }
    return result


def _hard_rules(case: Case, policy: Policy, trace: dict[str, Any]) -> tuple[Result, str] | None:
    """The refusal or referral of the rule table, None when it lets the case pass."""
    inputs = case.rule_inputs()
    try:
        row = policy.rules.first_hit(inputs)
    except InputUnusable as error:
        trace["rules"] = {"inputs": inputs, "unusable": error.facts}
        return Result.REFERRED, reason_code.FACT_UNUSABLE.code
    trace["rules"] = {"inputs": inputs, "hit": row.rule_id, **row.outputs}
    results = {DECLINE: Result.DECLINED, REFER: Result.REFERRED}
    outcome = results.get(row.outputs["outcome"])
    return None if outcome is None else (outcome, row.outputs["reason"])


def _by_score(case: Case, product: ProductTerms, policy: Policy, score: ScoreResult, trace: dict[str, Any]) -> Decision:
    """The score band's answer; amount and price are proposed to a referred case's approver too."""
    product_policy = policy.products[product.product_code]
    trace["band"] = {"approve_from": product_policy.approve_from_score, "refer_from": product_policy.refer_from_score}
    if score.score < product_policy.refer_from_score:
        return _answer(Result.DECLINED, score.reasons or (reason_code.SCORE_BELOW_CUT_OFF.code,), score, policy, trace)
    limit = find_limit(case, product, rounding_fen=policy.rounding_fen)
    trace["limit"] = {"amount_fen": limit.amount_fen, "binding": limit.binding, "ceilings": dict(limit.ceilings)}
    if limit.amount_fen < product.amount_min_fen:
        return _answer(Result.DECLINED, (reason_code.LIMIT_BELOW_MINIMUM.code,), score, policy, trace)
    grade = policy.grade_of(score.score)
    rate = max(product_policy.annual_rates[grade], product.rate_min)
    trace["price"] = {"grade": grade, "annual_rate": format(rate, "f")}
    if rate > product.rate_max:
        return _answer(Result.REFERRED, (reason_code.PRICE_OUTSIDE_PRODUCT.code,), score, policy, trace)
    near = score.score < product_policy.approve_from_score
    return Decision(
        result=Result.REFERRED if near else Result.APPROVED,
        reasons=(reason_code.SCORE_NEAR_CUT_OFF.code, *score.reasons)[:MAX_REASONS] if near else (),
        approved_amount_fen=limit.amount_fen,
        term_months=min(case.term_months, product.term_max_months),
        annual_rate=rate,
        conditions=_conditions(case, product, limit.binding),
        score=score,
        grade=grade,
        trace=trace,
    )


def _conditions(case: Case, product: ProductTerms, binding: str) -> tuple[str, ...]:
    amount = () if binding == "REQUESTED" else (f"AMOUNT_CUT_BY_{binding}",)
    term = ("TERM_CUT_BY_PRODUCT",) if case.term_months > product.term_max_months else ()
    return amount + term


def _answer(result: Result, reasons: tuple[str, ...], score: ScoreResult | None, policy: Policy, trace: dict[str, Any]) -> Decision:
    grade = None if score is None else policy.grade_of(score.score)
    return Decision(result, reasons, score=score, grade=grade, trace=trace)
