"""What scoring tells the others: checks, scores and decisions."""
from __future__ import annotations

from shared.schemas.event import Event
from shared.schemas.fields import BalanceFen, Code, Count, Id, Key, Rate, Text


class _DecisionEvent(Event):
    producer = "scoring"
    aggregate = "decision"
    aggregate_field = "decision_id"
    decision_id: Id
    application_id: Id
    party_id: Id


class VerificationCompleted(_DecisionEvent):
    """All outside checks of one application came back or timed out. Values: PASS, HIT, MISSING, LATE."""

    checks: dict[Code, Code]
    elapsed_ms: Count


class ScoreComputed(_DecisionEvent):
    """The card's points for one application; `pd_ppm` is the 12-month default probability in millionths."""

    card: Key
    model_version: Count
    score: int
    pd_ppm: Count
    reasons: tuple[Code, ...]


class DecisionMade(_DecisionEvent):
    """Approve, decline or refer, with reasons, amount and price proposed.

    `result` is APPROVED, DECLINED or REFERRED. Amount and rate are zero-value when nothing is proposed.
    """

    result: Code
    reasons: tuple[Code, ...]
    path: Code
    product_code: Code
    product_version: Count
    approved_amount_fen: BalanceFen
    term_months: Count
    annual_rate: Rate
    score: int | None = None
    grade: Code | None = None
    model_version: Count
    policy_version: Count
    elapsed_ms: Count


class ModelVersionActivated(Event):
    """A validated and approved model version is the champion from now on."""

    producer = "scoring"
    aggregate = "model"
    aggregate_field = "model"
    model: Key
    model_version: Count
    kind: Code
    sha256: Text
    approver: Text


class PolicyVersionActivated(Event):
    """An approved decision policy applies from now on."""

    producer = "scoring"
    aggregate = "policy"
    aggregate_field = "policy"
    policy: Key
    policy_version: Count
    sha256: Text
    approver: Text
