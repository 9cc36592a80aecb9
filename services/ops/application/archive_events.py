"""Archives a batch of events and moves everything that is read from them, in one transaction."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from services.ops.application.ports import LogEntry, OpsUnitOfWork
from services.ops.application.run_day_job import run_day_job
from services.ops.domain.figures import LOAN_EVENTS, Book, Movement
from services.ops.domain.sentence import Customer
from shared.kernel.clock import calendar_date
from shared.runtime.platform_commands import PLATFORM_SUBSCRIPTIONS, platform_handlers
from shared.schemas.event import Envelope
from shared.schemas.events.onboarding import ApplicationSubmitted, PartyRegistered
from shared.schemas.registry import parse

_PLATFORM_HANDLERS = platform_handlers("ops", run_day_job)


async def archive_events(envelopes: Sequence[Envelope], uow: OpsUnitOfWork) -> None:
    """Each event becomes one log entry with the next id; figures, customers and the business day follow."""
    book = Book(await uow.read_model.positions({e.payload["loan_id"] for e in envelopes if e.event_type in LOAN_EVENTS}))
    movements: defaultdict[date, Movement] = defaultdict(Movement)
    customers: dict[str, Customer] = {}
    entries: list[LogEntry] = []
    log_id = await uow.log.reserve(len(envelopes))
    today = await uow.known_business_date()
    for envelope in envelopes:
        event = parse(envelope.event_type, envelope.payload)
        business_date = today or calendar_date(datetime.fromisoformat(envelope.occurred_at))
        movement = book.record(envelope.event_type, envelope.payload)
        movements[business_date] += movement
        if isinstance(event, PartyRegistered | ApplicationSubmitted):
            customers[event.party_id] = Customer(event.masked_name, event.trade_code, event.segment)
        entries.append(LogEntry(log_id + len(entries), business_date, event.owner_party_id, envelope, movement))
        translate = PLATFORM_SUBSCRIPTIONS.get(type(event))
        if translate is not None:
            command = translate(event, envelope)
            await _PLATFORM_HANDLERS[type(command)](command, uow)
            today = await uow.known_business_date()
    await uow.log.append(entries)
    await uow.read_model.learn_customers(customers)
    await uow.read_model.keep_positions(book.positions)
    await uow.read_model.move_figures({day: moved for day, moved in movements.items() if moved != Movement()})
