"""Validate, approve and activate a version: three people, recorded step by step."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.scoring.application.draft_version import require_valid
from services.scoring.application.ports import ScoringUnitOfWork
from services.scoring.domain.artefact_version import ArtefactVersion, Kind
from shared.schemas.event import Event
from shared.schemas.events.scoring import ModelVersionActivated, PolicyVersionActivated


@dataclass(frozen=True, slots=True)
class ValidateVersion:
    """Independent validation of a draft."""

    kind: Kind
    name: str
    version: int
    comment: str


@dataclass(frozen=True, slots=True)
class ApproveVersion:
    """The review committee's approval."""

    kind: Kind
    name: str
    version: int
    comment: str


@dataclass(frozen=True, slots=True)
class ActivateVersion:
    """The version decides from now on; activating a retired one is the rollback."""

    kind: Kind
    name: str
    version: int


async def validate_version(command: ValidateVersion, uow: ScoringUnitOfWork) -> ArtefactVersion:
    """DRAFT → VALIDATED, after the document was checked once more. Raises WrongState or SamePerson."""
    uow.authorize("artefact.validate")
    found = await _locked(command.kind, command.name, command.version, uow)
    require_valid(found.kind, found.name, found.document)
    return await _save(uow, found, lambda version: version.validated(uow.principal.subject, command.comment))


async def approve_version(command: ApproveVersion, uow: ScoringUnitOfWork) -> ArtefactVersion:
    """VALIDATED → APPROVED. Raises WrongState or SamePerson."""
    uow.authorize("artefact.approve")
    found = await _locked(command.kind, command.name, command.version, uow)
    return await _save(uow, found, lambda version: version.approved(uow.principal.subject, command.comment))


async def activate_version(command: ActivateVersion, uow: ScoringUnitOfWork) -> ArtefactVersion:
    """APPROVED or RETIRED → ACTIVE; the version active until now is retired in the same transaction."""
    uow.authorize("artefact.activate")
    found = await _locked(command.kind, command.name, command.version, uow)
    activated = found.activated()
    previous = await uow.artefacts.active(command.kind, command.name)
    if previous is not None:
        await uow.artefacts.save(previous.retired(), uow.now)
    await uow.artefacts.save(activated, uow.now)
    uow.publish(activation_event(activated))
    return activated


def activation_event(version: ArtefactVersion) -> Event:
    """What the others hear when a version takes over."""
    if version.kind is Kind.MODEL:
        return ModelVersionActivated(
            model=version.name, model_version=version.version, kind="CARD", sha256=version.sha256, approver=version.approver
        )
    return PolicyVersionActivated(
        policy=version.name, policy_version=version.version, sha256=version.sha256, approver=version.approver
    )


async def _locked(kind: Kind, name: str, version: int, uow: ScoringUnitOfWork) -> ArtefactVersion:
    await uow.artefacts.lock(kind, name)
    return await uow.artefacts.get(kind, name, version)


async def _save(
    uow: ScoringUnitOfWork, found: ArtefactVersion, step: Callable[[ArtefactVersion], ArtefactVersion]
) -> ArtefactVersion:
    stepped = step(found)
    await uow.artefacts.save(stepped, uow.now)
    return stepped
