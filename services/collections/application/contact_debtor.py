"""A collector is about to contact somebody about a case."""
from __future__ import annotations

from dataclasses import dataclass

from services.collections.application.attempt_contact import attempt_contact, report
from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.application.texts import TextOrder, schedule_text
from services.collections.domain.contact import Channel, ContactResult, ContactState, PersonRole
from services.collections.domain.contact_attempt import ContactAttempt

DEFAULT_TEMPLATE = "OVERDUE_REMINDER"


@dataclass(frozen=True, slots=True)
class ContactDebtor:
    """Without a result the contact is reserved and reported later; a text reports itself once it is sent."""

    case_id: str
    channel: Channel
    person_role: PersonRole
    team: int = 1
    phone_reference: str | None = None
    recording_reference: str | None = None
    result: ContactResult | None = None


async def contact_debtor(command: ContactDebtor, uow: CollectionsUnitOfWork) -> ContactAttempt:
    """The contact, reserved, done or blocked: a blocked one commits too, it is the proof (ContactBlocked).

    Raises NotFound, CaseAlreadyClosed or ResultNotOfChannel; then nothing is stored.
    """
    case = await uow.cases.lock(command.case_id)
    uow.authorize("contact-debtor", case)
    case.require_open()
    attempt = await attempt_contact(
        uow,
        case,
        ContactAttempt(
            contact_id=uow.new_id(),
            case_id=case.case_id,
            party_id=case.party_id,
            channel=command.channel,
            person_role=command.person_role,
            business_date=await uow.business_date(),
            local_time=uow.shanghai_now.time(),
            made_by=uow.principal.subject,
            team=command.team,
            phone_reference=command.phone_reference,
            recording_reference=command.recording_reference,
        ),
    )
    if attempt.state is not ContactState.RESERVED:
        return attempt
    if command.result is not None:
        return await report(uow, case, attempt, command.result)
    if attempt.channel.is_message:
        schedule_text(uow, TextOrder.of(attempt, DEFAULT_TEMPLATE), due_at=uow.now)
    return attempt
