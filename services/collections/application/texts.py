"""Texts to debtors: planned by the day job, guarded when they fall due, sent outside any transaction."""
from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from services.collections.application.attempt_contact import attempt_contact, report
from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.domain.case import CaseStatus
from services.collections.domain.contact import Channel, ContactResult, ContactState, PersonRole
from services.collections.domain.contact_attempt import ContactAttempt
from shared.kernel.authorization import SYSTEM
from shared.kernel.clock import SHANGHAI

SEND_TEXT: Final = "send-text"
GIVE_UP_AFTER: Final = timedelta(minutes=10)
"""A text that could not be sent by then is not sent at all: a reminder too late is worse than none."""


@dataclass(frozen=True, slots=True)
class TextOrder:
    """A text to be sent, as it waits in `due_command`: ids, codes and times only."""

    contact_id: str
    case_id: str
    channel: str
    template: str
    planned_on: str
    planned_at: str
    not_after: str = ""

    @classmethod
    def of(cls, attempt: ContactAttempt, template: str) -> Self:
        """The order for a contact that is reserved already."""
        return cls(
            contact_id=attempt.contact_id,
            case_id=attempt.case_id,
            channel=attempt.channel.value,
            template=template,
            planned_on=attempt.business_date.isoformat(),
            planned_at=attempt.local_time.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class PrepareText:
    """The text falls due: may it go out?"""

    order: TextOrder


@dataclass(frozen=True, slots=True)
class ConfirmText:
    """The gateway took the text."""

    order: TextOrder


@dataclass(frozen=True, slots=True)
class CancelText:
    """The text will not be sent."""

    order: TextOrder


@dataclass(frozen=True, slots=True)
class OutgoingText:
    """What the gateway needs beside the number."""

    party_id: str
    template: str
    overdue_fen: int


def schedule_text(uow: CollectionsUnitOfWork, order: TextOrder, *, due_at: datetime) -> None:
    """Puts the order among the due commands; the same contact is sent once."""
    payload: dict[str, Any] = {**asdict(order), "not_after": (due_at + GIVE_UP_AFTER).isoformat()}
    uow.schedule(SEND_TEXT, payload, due_at=due_at, key=order.contact_id)


async def plan_texts(uow: CollectionsUnitOfWork, on: date, *, at_once: bool) -> None:
    """Day job: orders the texts that the strategies have for `on`, each at its time of that day.

    `at_once` is for a simulated calendar, where the day's hours never come.
    """
    strategies = await uow.parameters.strategies()
    days = sorted({step.first_day for strategy in strategies.values() for step in strategy.texts})
    for case in await uow.cases.reaching(days, on=on):
        for step in strategies[case.strategy].texts_due(case.days_past_due(on)):
            order = TextOrder(
                contact_id=uow.new_id(),
                case_id=case.case_id,
                channel=step.channel.value,
                template=step.template,
                planned_on=on.isoformat(),
                planned_at=step.at.isoformat(),
            )
            due_at = uow.now if at_once else datetime.combine(on, step.at, SHANGHAI)
            schedule_text(uow, order, due_at=due_at)


async def prepare_text(command: PrepareText, uow: CollectionsUnitOfWork) -> OutgoingText | None:
    """Guards a planned text, or looks again at one that is reserved; None when nothing is to be sent."""
    order = command.order
    case = await uow.cases.lock(order.case_id)
    attempt = await uow.contacts.find(order.contact_id)
    is_late = uow.now > datetime.fromisoformat(order.not_after)
    if case.status is CaseStatus.CLOSED or is_late:
        if attempt is not None and attempt.state is ContactState.RESERVED:
            await uow.contacts.save(attempt.cancel())
        return None
    if attempt is None:
        attempt = await attempt_contact(uow, case, _planned(order, case.party_id))
    if attempt.state is not ContactState.RESERVED:
        return None
    return OutgoingText(case.party_id, order.template, case.overdue_fen)


def _planned(order: TextOrder, party_id: str) -> ContactAttempt:
    planned = datetime.fromisoformat(f"{order.planned_on}T{order.planned_at}")
    return ContactAttempt(
        contact_id=order.contact_id,
        case_id=order.case_id,
        party_id=party_id,
        channel=Channel(order.channel),
        person_role=PersonRole.DEBTOR,
        business_date=planned.date(),
        local_time=planned.time(),
        made_by=SYSTEM.subject,
    )


async def confirm_text(command: ConfirmText, uow: CollectionsUnitOfWork) -> None:
    """The contact took place; a second confirmation changes nothing."""
    case = await uow.cases.lock(command.order.case_id)
    attempt = await uow.contacts.find(command.order.contact_id)
    if attempt is not None and attempt.state is ContactState.RESERVED:
        await report(uow, case, attempt, ContactResult.SENT)


async def cancel_text(command: CancelText, uow: CollectionsUnitOfWork) -> None:
    """The reservation ends without a contact."""
    await uow.cases.lock(command.order.case_id)
    attempt = await uow.contacts.find(command.order.contact_id)
    if attempt is not None and attempt.state is ContactState.RESERVED:
        await uow.contacts.save(attempt.cancel())
