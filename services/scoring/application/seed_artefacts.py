"""First start: the shipped card and policy become version 1, active, under three named system roles."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.scoring.application.draft_version import require_valid
from services.scoring.application.ports import ScoringUnitOfWork
from services.scoring.application.review_version import activation_event
from services.scoring.domain.artefact import sha256_of
from services.scoring.domain.artefact_version import ArtefactVersion, Kind, Role, State, Step

_SHIPPED: Final = "shipped with the platform"
_STEPS: Final = tuple(Step(role, f"system.{role.value.lower()}", _SHIPPED) for role in Role)


@dataclass(frozen=True, slots=True)
class SeedArtefacts:
    """Documents to register, in order."""

    documents: tuple[tuple[Kind, str, Mapping[str, Any]], ...]


async def seed_artefacts(command: SeedArtefacts, uow: ScoringUnitOfWork) -> int:
    """How many versions were registered: all of them, or none when the registry is in use. Raises ArtefactInvalid."""
    await uow.artefacts.lock(Kind.MODEL, "")
    if not await uow.artefacts.is_empty():
        return 0
    for kind, name, document in command.documents:
        require_valid(kind, name, document)
        version = ArtefactVersion(kind, name, 1, document, sha256_of(document), State.ACTIVE, _STEPS)
        await uow.artefacts.add(version, uow.now)
        uow.publish(activation_event(version))
    return len(command.documents)
