"""Commands every service understands: the business day moves, a sign-in is linked to a party."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.command_bus import Handler
from shared.db import business_day, party_subjects
from shared.db.unit_of_work import UnitOfWork
from shared.runtime.definition import DayJob, Translator
from shared.schemas.event import Event
from shared.schemas.events.business_day import BusinessDateInitialised, DayClosed
from shared.schemas.events.onboarding import PartySubjectLinked
from shared.schemas.events.platform import DAY_PROCESSED


@dataclass(frozen=True, slots=True)
class StartBusinessDay:
    """The bank's first business date."""

    business_date: date


@dataclass(frozen=True, slots=True)
class CloseDay:
    """Credit closed a day: run this service's day job and move on."""

    closed_date: date
    next_date: date


@dataclass(frozen=True, slots=True)
class LinkPartySubject:
    """A sign-in belongs to a party."""

    issuer: str
    subject: str
    party_id: str


PLATFORM_SUBSCRIPTIONS: Mapping[type[Event], Translator] = {
    BusinessDateInitialised: lambda event, _: StartBusinessDay(event.business_date),
    DayClosed: lambda event, _: CloseDay(event.closed_date, event.next_date),
    PartySubjectLinked: lambda event, _: LinkPartySubject(event.issuer, event.subject, event.party_id),
}


def platform_handlers(service: str, day_job: DayJob | None) -> Mapping[type, Handler]:
    """Handlers of the commands above for one service."""

    async def start_business_day(command: StartBusinessDay, uow: UnitOfWork) -> None:
        await business_day.advance(uow.connection, command.business_date, None)

    async def close_day(command: CloseDay, uow: Any) -> None:
        if not await business_day.advance(uow.connection, command.next_date, command.closed_date):
            return
        if day_job is not None:
            await day_job(uow, command.closed_date, command.next_date)
        uow.publish(DAY_PROCESSED[service](closed_date=command.closed_date))

    async def link_party_subject(command: LinkPartySubject, uow: UnitOfWork) -> None:
        await party_subjects.link(
            uow.connection, issuer=command.issuer, subject=command.subject, party_id=command.party_id
        )

    return {StartBusinessDay: start_business_day, CloseDay: close_day, LinkPartySubject: link_party_subject}
