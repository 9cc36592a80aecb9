"""How the end of an application is told to the others, by whatever way it came."""
from __future__ import annotations

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.application import Application, DecisionIncomplete
from services.onboarding.domain.application_status import ApplicationStatus
from shared.kernel.rate import rate_text
from shared.schemas.events.onboarding import (
    ApplicationApproved,
    ApplicationCancelled,
    ApplicationDeclined,
    ApplicationReferred,
)


def announce_decided(application: Application, uow: OnboardingUnitOfWork) -> None:
    """ApplicationApproved, ApplicationDeclined or ApplicationReferred, as the application stands."""
    if application.status is ApplicationStatus.APPROVED:
        uow.publish(_approved(application))
    elif application.status is ApplicationStatus.DECLINED:
        uow.publish(_declined(application))
    else:
        uow.publish(
            ApplicationReferred(
                application_id=application.application_id,
                party_id=application.party_id,
                outlet_id=application.outlet_id,
                decision_id=application.decision_id,
                reasons=application.reasons,
            )
        )


def announce_cancelled(application: Application, uow: OnboardingUnitOfWork) -> None:
    """ApplicationCancelled with its reason."""
    uow.publish(
        ApplicationCancelled(
            application_id=application.application_id,
            party_id=application.party_id,
            outlet_id=application.outlet_id,
            reason=application.reasons[0],
        )
    )


def _approved(application: Application) -> ApplicationApproved:
    terms, decision_id, approver = application.terms, application.decision_id, application.decided_by
    if terms is None or decision_id is None or approver is None:
        raise DecisionIncomplete()
    return ApplicationApproved(
        application_id=application.application_id,
        party_id=application.party_id,
        product_code=application.product_code,
        product_version=terms.product_version,
        amount_fen=terms.amount_fen,
        term_months=terms.term_months,
        annual_rate=rate_text(terms.annual_rate),
        purpose_code=application.purpose_code,
        outlet_id=application.outlet_id,
        decision_id=decision_id,
        approver=approver,
    )


def _declined(application: Application) -> ApplicationDeclined:
    if application.decided_by is None:
        raise DecisionIncomplete()
    return ApplicationDeclined(
        application_id=application.application_id,
        party_id=application.party_id,
        product_code=application.product_code,
        amount_fen=application.amount_fen,
        outlet_id=application.outlet_id,
        decision_id=application.decision_id,
        reasons=application.reasons,
        approver=application.decided_by,
    )
