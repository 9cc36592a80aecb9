"""The approver at his desk: reads a referred case with the engine's proposal, grants half of it or refuses with a reason."""

from __future__ import annotations

from o2o.world.bank import Actor

SHARE_GRANTED = 2
"""One half: a door-opener for a customer the engine was not sure of (domain.md 2.1.4)."""
ROUNDED_TO_FEN = 100_000
SMALLEST_FEN = 1_000_000


async def decide(approver: Actor, application_id: str) -> None:
    """Approves or declines one referred application through the API, naming the version he read."""
    path = f"/v1/applications/{application_id}"
    case = await approver.get("onboarding", path)
    proposal = (await approver.get("scoring", f"/v1/decisions/{case['decision_id']}")) if case["decision_id"] else None
    version = f'"v{case["version"]}"'
    if proposal and proposal["approved_amount_fen"] >= SMALLEST_FEN:
        amount_fen = max(proposal["approved_amount_fen"] // SHARE_GRANTED // ROUNDED_TO_FEN * ROUNDED_TO_FEN, SMALLEST_FEN)
        body = {
            "amount_fen": amount_fen,
            "term_months": proposal["term_months"],
            "annual_rate": proposal["annual_rate"],
            "comment": "流水与经营情况属实,按半额授信",
        }
        await approver.post("onboarding", f"{path}/approve", body, if_match=version)
    else:
        await approver.post("onboarding", f"{path}/decline", {"reasons": ["REPAYMENT_SOURCE"], "comment": "还款来源不足"}, if_match=version)
