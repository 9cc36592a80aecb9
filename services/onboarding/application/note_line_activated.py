"""Credit activated the line: the application has reached post-loan (F002)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.onboarding.application.ports import OnboardingUnitOfWork

_BY_CREDIT: Final = "credit"


@dataclass(frozen=True, slots=True)
class NoteLineActivated:
    """The line that came of an application."""

    application_id: str
    line_id: str


async def note_line_activated(command: NoteLineActivated, uow: OnboardingUnitOfWork) -> None:
    """Keeps the line's id with the application; raises TransitionRefused when it was never approved."""
    application = await uow.applications.get_for_update(command.application_id)
    active = application.activate_line(command.line_id, actor=_BY_CREDIT, at=uow.now, on=await uow.business_date())
    if active is not application:
        await uow.applications.save(active)
