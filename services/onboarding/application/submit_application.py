"""The application is handed in: identity, consents and product are checked under the party's lock."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.application import Application, ApplicationInProgress
from services.onboarding.domain.eligibility import (
    BANNED_PURPOSES_PARAMETER,
    STUDENT_PARAMETER,
    require_may_apply,
    require_not_student,
    require_purpose,
)
from services.onboarding.domain.identity_verification import identity_level
from services.onboarding.domain.party import Party
from services.onboarding.domain.product_version import version_in_force
from shared.schemas.events.onboarding import ApplicationSubmitted


@dataclass(frozen=True, slots=True)
class SubmitApplication:
    """Which draft."""

    application_id: str


async def submit_application(command: SubmitApplication, uow: OnboardingUnitOfWork) -> Application:
    """The submitted application, on its way to scoring.

    Raises IdentityNotVerified, ConsentMissing, ProductNotOffered, AmountNotOffered, TermNotOffered, PurposeRefused,
    StudentRefused, ApplicationInProgress or TransitionRefused.
    """
    seen = await uow.applications.get(command.application_id)
    uow.authorize("application.make", seen)
    party = await uow.parties.get_for_update(seen.party_id)
    application = await uow.applications.get_for_update(command.application_id)
    today = await uow.business_date()
    submitted = application.submit(actor=uow.principal.subject, at=uow.now, on=today)
    await _require_acceptable(submitted, uow, today)
    await uow.applications.save(submitted)
    uow.publish(_submitted(submitted, party))
    return submitted


async def _require_acceptable(application: Application, uow: OnboardingUnitOfWork, today: date) -> None:
    level = identity_level(await uow.verifications.of_party(application.party_id), on=today)
    require_may_apply(level, await uow.consents.active_of(application.party_id), on=today)
    product = version_in_force(await uow.products.versions_of(application.product_code), on=today)
    product.require_amount_and_term(application.amount_fen, application.term_months)
    banned_purposes = await uow.parameters.value(BANNED_PURPOSES_PARAMETER, on=today)
    require_purpose(application.purpose_code, parameter=banned_purposes)
    student_rule = await uow.parameters.value(STUDENT_PARAMETER, on=today)
    require_not_student(product, application.facts, parameter=student_rule)
    under_review = await uow.applications.under_review_of(application.party_id)
    if any(other.product_code == application.product_code for other in under_review):
        raise ApplicationInProgress(product_code=application.product_code)


def _submitted(application: Application, party: Party) -> ApplicationSubmitted:
    return ApplicationSubmitted(
        application_id=application.application_id,
        party_id=application.party_id,
        product_code=application.product_code,
        amount_fen=application.amount_fen,
        term_months=application.term_months,
        purpose_code=application.purpose_code,
        outlet_id=application.outlet_id,
        channel_code=application.channel_code,
        division_code=party.division_code,
        segment=party.segment.value,
        trade_code=party.trade_code,
        masked_name=party.masked.name,
        facts=dict(application.facts),
    )
