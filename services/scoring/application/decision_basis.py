"""The card and the policy a decision rests on: those in force now, or those of a stored decision."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.scoring.application.ports import InForce, ScoringUnitOfWork, StoredDecision
from services.scoring.domain.artefact_version import ArtefactTampered, NoArtefactInForce
from services.scoring.domain.case import Case
from services.scoring.domain.decision import Decision, decide, decision_sha256
from services.scoring.domain.models.card import Card
from services.scoring.domain.policy import Policy

APPLICATION_POLICY: Final = "application"


@dataclass(frozen=True, slots=True)
class Basis:
    """Both or neither: without a usable card and policy a person decides, under version 0 and an empty digest."""

    card: InForce[Card] | None = None
    policy: InForce[Policy] | None = None

    @property
    def model_version(self) -> int:
        """The card's version."""
        return self.card.version if self.card else 0

    @property
    def policy_version(self) -> int:
        """The policy's version."""
        return self.policy.version if self.policy else 0

    @property
    def model_sha256(self) -> str:
        """The card's digest."""
        return self.card.sha256 if self.card else ""

    @property
    def policy_sha256(self) -> str:
        """The policy's digest."""
        return self.policy.sha256 if self.policy else ""

    def decide(self, case: Case) -> Decision:
        """The decision of a case on this basis."""
        return decide(case, self.card.artefact if self.card else None, self.policy.artefact if self.policy else None)

    def digest(self, case: Case, decision: Decision) -> str:
        """Digest over inputs, artefacts and answer."""
        return decision_sha256(case, decision, model_sha256=self.model_sha256, policy_sha256=self.policy_sha256)


async def basis_in_force(uow: ScoringUnitOfWork) -> Basis:
    """The active application policy with its card; an empty basis when one is missing or was tampered with."""
    try:
        policy = await uow.artefacts.policy_in_force(APPLICATION_POLICY)
        return Basis(await uow.artefacts.card_in_force(policy.artefact.card), policy)
    except (NoArtefactInForce, ArtefactTampered):
        return Basis()


async def basis_of(stored: StoredDecision, uow: ScoringUnitOfWork) -> Basis:
    """What a stored decision was made on. Raises ArtefactTampered when it was altered since."""
    if not stored.model:
        return Basis()
    card = await uow.artefacts.card(stored.model, stored.model_version)
    return Basis(card, await uow.artefacts.policy(stored.policy, stored.policy_version))
