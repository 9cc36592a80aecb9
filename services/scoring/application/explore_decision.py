"""What would the answer be? The stored case with changed facts, under the artefacts in force; nothing is kept."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.scoring.application.decision_basis import basis_in_force
from services.scoring.application.ports import ScoringUnitOfWork
from services.scoring.domain.case import case_from_document
from services.scoring.domain.decision import decision_document
from shared.kernel.authorization import Ownership
from shared.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ExploreDecision:
    """A decided application and what to change; None keeps the original."""

    application_id: str
    amount_fen: int | None
    term_months: int | None
    facts: Mapping[str, str | int]


async def explore_decision(command: ExploreDecision, uow: ScoringUnitOfWork) -> dict[str, Any]:
    """The answer as a document with its trace, for staff. Raises NotFound for an application without a decision."""
    stored = await uow.decisions.of_application(command.application_id)
    if stored is None:
        raise NotFound()
    uow.authorize("decision.explore", Ownership(stored.party_id, stored.outlet_id))
    case = case_from_document(stored.inputs)
    changed = replace(
        case,
        amount_fen=command.amount_fen or case.amount_fen,
        term_months=command.term_months or case.term_months,
        facts={**case.facts, **command.facts},
    )
    basis = await basis_in_force(uow)
    versions = {"model_version": basis.model_version, "policy_version": basis.policy_version}
    return {"application_id": stored.application_id, **versions, **decision_document(basis.decide(changed))}
