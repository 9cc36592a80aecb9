"""A customer begins an application; nothing is checked outside yet."""
from __future__ import annotations

from dataclasses import dataclass

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.application import Application, draft
from services.onboarding.domain.declared_facts import Facts, require_facts
from services.onboarding.domain.product_version import version_in_force


@dataclass(frozen=True, slots=True)
class DraftApplication:
    """What is asked for: fen, months, codes, and declared facts."""

    party_id: str
    product_code: str
    amount_fen: int
    term_months: int
    purpose_code: str
    facts: Facts


async def draft_application(command: DraftApplication, uow: OnboardingUnitOfWork) -> Application:
    """The draft. Raises ProductNotOffered, AmountNotOffered, TermNotOffered or FactRefused."""
    party = await uow.parties.get(command.party_id)
    uow.authorize("application.make", party)
    today = await uow.business_date()
    product = version_in_force(await uow.products.versions_of(command.product_code), on=today)
    product.require_amount_and_term(command.amount_fen, command.term_months)
    application = draft(
        application_id=uow.new_id(),
        party_id=party.party_id,
        outlet_id=party.outlet_id,
        channel_code=party.channel_code,
        product_code=command.product_code,
        amount_fen=command.amount_fen,
        term_months=command.term_months,
        purpose_code=command.purpose_code,
        facts=require_facts(command.facts),
        made_by=uow.principal.subject,
        at=uow.now,
        on=today,
    )
    await uow.applications.add(application)
    return application
