"""An approver declines a referred application, always with reasons (惜贷拒贷, F007)."""
from __future__ import annotations

from dataclasses import dataclass, field

from services.onboarding.application.announcements import announce_decided
from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.application import Application
from shared.kernel.errors import StaleVersion


@dataclass(frozen=True, slots=True)
class DeclineApplication:
    """Reason codes; `seen_version` is the version the approver read."""

    application_id: str
    seen_version: int
    reasons: tuple[str, ...]
    comment: str | None = field(repr=False)


async def decline_application(command: DeclineApplication, uow: OnboardingUnitOfWork) -> Application:
    """The declined application; raises StaleVersion, TransitionRefused or MakerIsChecker."""
    application = await uow.applications.get_for_update(command.application_id)
    uow.authorize("application.decide", application)
    if application.version != command.seen_version:
        raise StaleVersion()
    declined = application.decline(
        command.reasons,
        approver=uow.principal.subject,
        comment=command.comment,
        at=uow.now,
        on=await uow.business_date(),
    )
    await uow.applications.save(declined)
    announce_decided(declined, uow)
    return declined
