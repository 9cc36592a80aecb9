"""The one way to a contact: the guard is asked under the case's lock, and its answer is on record."""
from __future__ import annotations

from dataclasses import replace

from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.domain.case import CollectionCase
from services.collections.domain.contact import ContactResult
from services.collections.domain.contact_attempt import ContactAttempt
from services.collections.domain.contact_guard import blocking_rule
from shared.schemas.events.collections import ContactAttempted, ContactBlocked


async def attempt_contact(
    uow: CollectionsUnitOfWork, case: CollectionCase, attempt: ContactAttempt
) -> ContactAttempt:
    """The attempt reserved, or blocked by a rule; either is stored and commits with the transaction.

    The case must be locked: contacts of one debtor then queue up, and none can exceed a cap (2.8.3).
    """
    limits = (await uow.parameters.on(attempt.business_date)).contact_limits
    standing = replace(await uow.contacts.standing(attempt), hold=case.hold)
    rule = blocking_rule(attempt.request, standing, await uow.contacts.today(attempt), limits)
    decided = attempt.block(rule) if rule else attempt
    await uow.contacts.add(decided)
    if rule is not None:
        await uow.record(
            ContactBlocked(
                case_id=case.case_id,
                party_id=case.party_id,
                outlet_id=case.outlet_id,
                contact_id=decided.contact_id,
                channel=decided.channel.value,
                person_role=decided.person_role.value,
                rule_id=rule.value,
                business_date=decided.business_date,
                local_time=decided.clock_text,
            ),
            decided.business_date,
        )
    return decided


async def report(
    uow: CollectionsUnitOfWork,
    case: CollectionCase,
    attempt: ContactAttempt,
    result: ContactResult,
    recording_reference: str | None = None,
) -> ContactAttempt:
    """Closes a reservation with its result; the contact took place."""
    reported = attempt.report(result, recording_reference)
    await uow.contacts.save(reported)
    await uow.record(
        ContactAttempted(
            case_id=case.case_id,
            party_id=case.party_id,
            outlet_id=case.outlet_id,
            contact_id=reported.contact_id,
            channel=reported.channel.value,
            person_role=reported.person_role.value,
            result=result.value,
            business_date=reported.business_date,
            local_time=reported.clock_text,
        ),
        reported.business_date,
    )
    return reported
