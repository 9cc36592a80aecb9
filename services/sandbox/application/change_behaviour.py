"""A person changes his ways, for tests of what follows from that."""
from __future__ import annotations

from services.sandbox.application.commands import ChangeBehaviour
from services.sandbox.application.errors import PersonUnknown
from services.sandbox.application.ports import SandboxUnitOfWork


async def change_behaviour(command: ChangeBehaviour, uow: SandboxUnitOfWork) -> None:
    """Sets the behaviour; payments made so far still count, a present lapse does not. Raises PersonUnknown."""
    if await uow.people.by_subject(command.subject) is None:
        raise PersonUnknown()
    await uow.people.change_behaviour(command.subject, command.behaviour)
