"""Decide a stored case again with the versions it was decided with: the answer must be the same, bit for bit."""
from __future__ import annotations

from dataclasses import dataclass

from services.scoring.application.decision_basis import basis_of
from services.scoring.application.ports import ScoringUnitOfWork, StoredDecision
from services.scoring.domain.case import case_from_document
from services.scoring.domain.decision import decision_document
from shared.kernel.authorization import Ownership


@dataclass(frozen=True, slots=True)
class ReplayDecision:
    """The decision to prove."""

    decision_id: str


@dataclass(frozen=True, slots=True)
class Replay:
    """`is_identical` compares the stored answer, `is_untampered` the stored digest, both with what was found now."""

    decision: StoredDecision
    is_identical: bool
    is_untampered: bool


async def replay_decision(command: ReplayDecision, uow: ScoringUnitOfWork) -> Replay:
    """Raises NotFound, or ArtefactTampered when the card or policy of that time was altered."""
    stored = await uow.decisions.get(command.decision_id)
    uow.authorize("decision.replay", Ownership(stored.party_id, stored.outlet_id))
    case = case_from_document(stored.inputs)
    basis = await basis_of(stored, uow)
    decision = basis.decide(case)
    return Replay(
        decision=stored,
        is_identical=decision_document(decision) == stored.output,
        is_untampered=basis.digest(case, decision) == stored.sha256,
    )
