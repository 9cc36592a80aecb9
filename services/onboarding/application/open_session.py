"""Somebody scanned a code: remember where, before he has a name (J2)."""
from __future__ import annotations

from dataclasses import dataclass

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.acquisition_session import AcquisitionSession


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A scan: channel, scene and outlet of the code."""

    channel_code: str
    scene_code: str
    outlet_id: str


async def open_session(command: OpenSession, uow: OnboardingUnitOfWork) -> AcquisitionSession:
    """The new session of the signed-in person."""
    uow.authorize("session.open")
    session = AcquisitionSession(
        session_id=uow.new_id(),
        issuer=uow.principal.issuer,
        subject=uow.principal.subject,
        channel_code=command.channel_code,
        scene_code=command.scene_code,
        outlet_id=command.outlet_id,
        opened_at=uow.now,
    )
    await uow.sessions.add(session)
    return session
