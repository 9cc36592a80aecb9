"""Register a new version of a model or policy: checked whole before it is stored."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.scoring.application.ports import ScoringUnitOfWork
from services.scoring.domain.artefact import MAX_ARTEFACT_BYTES, ArtefactInvalid, canonical_json, sha256_of
from services.scoring.domain.artefact_version import ArtefactVersion, Kind, Role, State, Step
from services.scoring.domain.models.card_document import parse_card
from services.scoring.domain.policy import parse_policy


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """The document proposed under a name."""

    kind: Kind
    name: str
    document: Mapping[str, Any]
    comment: str


async def draft_version(command: DraftVersion, uow: ScoringUnitOfWork) -> ArtefactVersion:
    """The next version as DRAFT. Raises ArtefactInvalid for a wrong document or one of another name."""
    uow.authorize("artefact.draft")
    require_valid(command.kind, command.name, command.document)
    await uow.artefacts.lock(command.kind, command.name)
    version = ArtefactVersion(
        kind=command.kind,
        name=command.name,
        version=await uow.artefacts.last_version(command.kind, command.name) + 1,
        document=command.document,
        sha256=sha256_of(command.document),
        state=State.DRAFT,
        steps=(Step(Role.DEVELOPER, uow.principal.subject, command.comment),),
    )
    await uow.artefacts.add(version, uow.now)
    return version


def require_valid(kind: Kind, name: str, document: Mapping[str, Any]) -> None:
    """The document parses, reproduces its golden cases and bears its own name. Raises ArtefactInvalid."""
    if len(canonical_json(document)) > MAX_ARTEFACT_BYTES:
        raise ArtefactInvalid(at="", why=f"at most {MAX_ARTEFACT_BYTES} bytes")
    own_name = parse_card(document).model if kind is Kind.MODEL else parse_policy(document).policy
    if own_name != name:
        raise ArtefactInvalid(at="", why="the document is of another name than the address")
