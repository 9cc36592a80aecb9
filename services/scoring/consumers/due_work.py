"""Due work of scoring: check and decide an application; refer one that was not decided in time."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from services.scoring.adapters.evidence_sources import HttpEvidenceSources
from services.scoring.application.make_decision import MakeDecision
from services.scoring.application.prepare_evidence import PrepareEvidence
from services.scoring.application.request_decision import DECIDE, REFER_IF_LATE
from shared.db.due_commands import DueCommand
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext
from shared.runtime.runtime import Runtime

_MILLISECONDS: Final = 1000


async def decide_application(due: DueCommand, runtime: Runtime) -> None:
    """Asks the sources outside any transaction, then decides. Safe to run again: a second decision is refused."""
    application_id, context = due.payload["application_id"], _context(due)
    preparation = await runtime.bus.handle(PrepareEvidence(application_id), context)
    if preparation is None:
        return
    started = runtime.clock.monotonic()
    sources = HttpEvidenceSources(vault=runtime.client("onboarding"), outside=runtime.client("sandbox"))
    checks = await sources.gather(preparation.request, preparation.consents)
    elapsed_ms = round((runtime.clock.monotonic() - started) * _MILLISECONDS)
    await runtime.bus.handle(MakeDecision(application_id, checks, elapsed_ms), context)


async def refer_late_application(due: DueCommand, runtime: Runtime) -> None:
    """60 seconds are over: what is not decided goes to a person."""
    await runtime.bus.handle(MakeDecision(due.payload["application_id"], is_late=True), _context(due))


def _context(due: DueCommand) -> CommandContext:
    return CommandContext(SYSTEM, due.correlation_id, causation_id=due.causation_id)


DUE_COMMANDS: Final[Mapping[str, Callable[[DueCommand, Runtime], Awaitable[None]]]] = {
    DECIDE: decide_application,
    REFER_IF_LATE: refer_late_application,
}
