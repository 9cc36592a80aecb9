"""The only place that puts scoring together."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from services.scoring.adapters.unit_of_work import with_signer
from services.scoring.api.decisions import router as decisions
from services.scoring.api.versions import versions_router
from services.scoring.application.handlers import COMMAND_HANDLERS
from services.scoring.application.permissions import PERMISSIONS
from services.scoring.application.seed_artefacts import SeedArtefacts
from services.scoring.consumers.due_work import DUE_COMMANDS
from services.scoring.consumers.subscriptions import SUBSCRIPTIONS
from services.scoring.domain.artefact_version import Kind
from services.scoring.settings import ScoringSettings
from shared.db.crypto import KeyedHash
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext
from shared.runtime.definition import ServiceDefinition
from shared.runtime.runtime import Runtime

_SHIPPED: Final = Path(__file__).with_name("artefacts")


def definition(settings: ScoringSettings) -> ServiceDefinition:
    """What scoring is made of."""
    return ServiceDefinition(
        name="scoring",
        title="Scoring: checks, scores and decisions",
        routers=(decisions, versions_router(Kind.MODEL, "models"), versions_router(Kind.POLICY, "policies")),
        unit_of_work=with_signer(KeyedHash(settings.hash_key)),
        command_handlers=COMMAND_HANDLERS,
        permissions=PERMISSIONS,
        subscriptions=SUBSCRIPTIONS,
        due_commands=DUE_COMMANDS,
        on_start=_register_shipped_artefacts,
    )


async def _register_shipped_artefacts(runtime: Runtime) -> None:
    documents = (
        (Kind.MODEL, "application", _shipped("application_card.json")),
        (Kind.POLICY, "application", _shipped("application_policy.json")),
    )
    await runtime.bus.handle(SeedArtefacts(documents), CommandContext(SYSTEM, new_id()))


def _shipped(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_SHIPPED / name).read_text(encoding="utf-8"))
    return document
