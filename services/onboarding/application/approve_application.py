"""An approver grants a referred application, within what was asked, the product and his authority (F130)."""
from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from services.onboarding.application.announcements import announce_decided
from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.application import Application, Terms
from services.onboarding.domain.product_version import version_in_force
from shared.kernel.errors import StaleVersion


@dataclass(frozen=True, slots=True)
class ApproveApplication:
    """The terms granted; `seen_version` is the version the approver read."""

    application_id: str
    seen_version: int
    amount_fen: int
    term_months: int
    annual_rate: Decimal
    comment: str | None = field(repr=False)


async def approve_application(command: ApproveApplication, uow: OnboardingUnitOfWork) -> Application:
    """The approved application.

    Raises StaleVersion, TransitionRefused, MakerIsChecker, AmountAboveRequest, AuthorityExceeded, or the product's
    AmountNotOffered, TermNotOffered, RateNotOffered.
    """
    application = await uow.applications.get_for_update(command.application_id)
    uow.authorize("application.decide", application)
    if application.version != command.seen_version:
        raise StaleVersion()
    today = await uow.business_date()
    product = version_in_force(await uow.products.versions_of(application.product_code), on=today)
    product.require_amount_and_term(command.amount_fen, command.term_months)
    product.require_rate(command.annual_rate)
    approved = application.approve(
        Terms(command.amount_fen, command.term_months, command.annual_rate, product.version),
        approver=uow.principal.subject,
        authority_fen=uow.principal.authority_fen,
        comment=command.comment,
        at=uow.now,
        on=today,
    )
    await uow.applications.save(approved)
    announce_decided(approved, uow)
    return approved
