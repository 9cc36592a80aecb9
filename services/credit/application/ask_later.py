"""An answer that has not come is asked for again, ever more slowly, for about four days; then it is for people."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.credit.application.ports import CreditUnitOfWork

WAITS_SECONDS: Final = (30, 60, 120, 300, 600, 1800)
LAST_ROUND: Final = 200
"""After this many questions the daily reconciliation alone reports the payment."""


@dataclass(frozen=True, slots=True)
class AskLater:
    """Runs the due command `name` for an object again; `round_no` counts the questions."""

    name: str
    key: str
    payload: dict[str, str]
    round_no: int


async def ask_later(command: AskLater, uow: CreditUnitOfWork) -> bool:
    """One row a round, however often it is asked for; False when the rounds are used up."""
    if command.round_no > LAST_ROUND:
        return False
    wait = timedelta(seconds=WAITS_SECONDS[min(command.round_no, len(WAITS_SECONDS)) - 1])
    payload = {**command.payload, "round": str(command.round_no)}
    uow.schedule(command.name, payload, due_at=uow.now + wait, key=f"{command.key}:{command.round_no}")
    return True
