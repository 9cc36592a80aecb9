"""A collector reports what came of a reserved contact; the day job closes what nobody reported."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.collections.application.attempt_contact import report
from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.domain.contact import ContactResult
from services.collections.domain.contact_attempt import ContactAttempt, ResultNotOfChannel
from shared.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ReportContact:
    """The result of a call or visit."""

    case_id: str
    contact_id: str
    result: ContactResult
    recording_reference: str | None = None


async def report_contact(command: ReportContact, uow: CollectionsUnitOfWork) -> ContactAttempt:
    """The contact with its result; raises NotFound, ContactAlreadyReported or ResultNotOfChannel."""
    case = await uow.cases.lock(command.case_id)
    uow.authorize("contact-debtor", case)
    attempt = await uow.contacts.find(command.contact_id)
    if attempt is None or attempt.case_id != case.case_id:
        raise NotFound()
    if attempt.channel.is_message:
        raise ResultNotOfChannel(channel=attempt.channel.value)
    return await report(uow, case, attempt, command.result, command.recording_reference)


async def close_unreported(uow: CollectionsUnitOfWork, on: date) -> None:
    """Day job: a reservation of an earlier day without a report counts as a contact that took place."""
    for attempt in await uow.contacts.unreported_before(on):
        case = await uow.cases.lock(attempt.case_id)
        await report(uow, case, attempt, ContactResult.UNREPORTED)
