"""Another service has run its day job: the barrier of the next close knows (architecture.md rule 7)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.credit.application.ports import CreditUnitOfWork


@dataclass(frozen=True, slots=True)
class RecordDayProcessed:
    """`service` has processed `closed_date`."""

    service: str
    closed_date: date


async def record_day_processed(command: RecordDayProcessed, uow: CreditUnitOfWork) -> None:
    """Never moves back."""
    await uow.barrier.record(command.service, command.closed_date, uow.now)
