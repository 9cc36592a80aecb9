"""An application arrived: keep it, check it at once, and refer it if nothing is decided in 60 seconds."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.scoring.application.ports import DecisionRequest, ScoringUnitOfWork

DECIDE: Final = "decide"
REFER_IF_LATE: Final = "refer-if-late"
TIME_OUT: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class RequestDecision:
    """What was asked for and declared."""

    application_id: str
    party_id: str
    outlet_id: str
    product_code: str
    amount_fen: int
    term_months: int
    purpose_code: str
    segment: str
    division_code: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class CancelRequest:
    """The customer withdrew."""

    application_id: str


async def request_decision(command: RequestDecision, uow: ScoringUnitOfWork) -> str:
    """The id the decision will have; the checks run as due work, outside this transaction."""
    request = DecisionRequest(
        application_id=command.application_id,
        decision_id=uow.new_id(),
        party_id=command.party_id,
        outlet_id=command.outlet_id,
        product_code=command.product_code,
        amount_fen=command.amount_fen,
        term_months=command.term_months,
        purpose_code=command.purpose_code,
        segment=command.segment,
        division_code=command.division_code,
        facts=command.facts,
        received_at=uow.now,
    )
    await uow.requests.add(request)
    payload = {"application_id": command.application_id}
    uow.schedule(DECIDE, payload, due_at=uow.now, key=command.application_id)
    uow.schedule(REFER_IF_LATE, payload, due_at=uow.now + TIME_OUT, key=command.application_id)
    return request.decision_id


async def cancel_request(command: CancelRequest, uow: ScoringUnitOfWork) -> None:
    """Nothing is decided any more; a decision already made stays."""
    await uow.requests.set_state(command.application_id, "CANCELLED")
