"""Decide one application, keep the proof, tell the others. At most one decision per application."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from services.scoring.application.case_assembly import assemble_case
from services.scoring.application.decision_basis import Basis, basis_in_force
from services.scoring.application.ports import DecisionRequest, ScoringUnitOfWork, StoredDecision
from services.scoring.domain.case import Case, CheckResult, case_document
from services.scoring.domain.decision import Decision, decision_document
from shared.schemas.events.scoring import DecisionMade, ScoreComputed, VerificationCompleted

_MILLISECONDS: Final = 1000


@dataclass(frozen=True, slots=True)
class MakeDecision:
    """The checks are done; decide. `is_late` means that they were not done in time."""

    application_id: str
    checks: Mapping[str, CheckResult] = field(default_factory=dict)
    checks_elapsed_ms: int = 0
    is_late: bool = False


async def make_decision(command: MakeDecision, uow: ScoringUnitOfWork) -> StoredDecision | None:
    """The decision, or None when the application was decided before or withdrawn."""
    request = await uow.requests.get_for_update(command.application_id)
    if request.state != "WAITING":
        return None
    basis = await basis_in_force(uow)
    case = await assemble_case(request, command.checks, uow, checked_in_time=not command.is_late)
    decision = basis.decide(case)
    stored = _stored(request, case, decision, basis, uow)
    await uow.decisions.add(stored)
    await uow.requests.set_state(request.application_id, "DECIDED")
    _announce(stored, case, decision, command, uow)
    return stored


def _stored(request: DecisionRequest, case: Case, decision: Decision, basis: Basis, uow: ScoringUnitOfWork) -> StoredDecision:
    return StoredDecision(
        decision_id=request.decision_id,
        application_id=request.application_id,
        party_id=request.party_id,
        outlet_id=request.outlet_id,
        inputs=case_document(case),
        output=decision_document(decision),
        model=basis.card.artefact.model if basis.card else "",
        model_version=basis.model_version,
        model_sha256=basis.model_sha256,
        policy=basis.policy.artefact.policy if basis.policy else "",
        policy_version=basis.policy_version,
        policy_sha256=basis.policy_sha256,
        sha256=basis.digest(case, decision),
        business_date=case.business_date,
        decided_at=uow.now,
        elapsed_ms=max(round((uow.now - request.received_at).total_seconds() * _MILLISECONDS), 0),
    )


def _announce(stored: StoredDecision, case: Case, decision: Decision, command: MakeDecision, uow: ScoringUnitOfWork) -> None:
    about = {"decision_id": stored.decision_id, "application_id": stored.application_id, "party_id": stored.party_id}
    checks = {source: result.status.value for source, result in command.checks.items()}
    uow.publish(VerificationCompleted(**about, checks=checks, elapsed_ms=command.checks_elapsed_ms))
    if decision.score is not None:
        uow.publish(
            ScoreComputed(
                **about,
                card=stored.model,
                model_version=stored.model_version,
                score=decision.score.score,
                pd_ppm=decision.score.pd_ppm,
                reasons=decision.score.reasons,
            )
        )
    uow.publish(
        DecisionMade(
            **about,
            result=decision.result.value,
            reasons=decision.reasons,
            path=decision.path.value,
            product_code=case.product_code,
            product_version=0 if case.product is None else case.product.version,
            approved_amount_fen=decision.approved_amount_fen,
            term_months=decision.term_months,
            annual_rate=format(decision.annual_rate, "f"),
            score=None if decision.score is None else decision.score.score,
            grade=decision.grade,
            model_version=stored.model_version,
            policy_version=stored.policy_version,
            elapsed_ms=stored.elapsed_ms,
        )
    )
