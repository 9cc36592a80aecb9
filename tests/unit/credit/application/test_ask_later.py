"""Questions come ever more slowly, once a round, and end."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.credit.application.ask_later import LAST_ROUND, AskLater, ask_later

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass
class Recording:
    """The part of a unit of work that schedules."""

    now: datetime = NOW
    rows: list[tuple[str, dict[str, Any], datetime, str]] = field(default_factory=list)

    def schedule(self, name: str, payload: dict[str, Any], *, due_at: datetime, key: str) -> None:
        self.rows.append((name, payload, due_at, key))


@pytest.mark.parametrize(("round_no", "seconds"), [(1, 30), (2, 60), (5, 600), (6, 1800), (LAST_ROUND, 1800)])
async def test_the_wait_grows_to_half_an_hour(round_no: int, seconds: int) -> None:
    uow = Recording()
    assert await ask_later(AskLater("ask", "k", {"id": "x"}, round_no), uow)  # type: ignore[arg-type]
    payload = {"id": "x", "round": str(round_no)}
    assert uow.rows == [("ask", payload, NOW + timedelta(seconds=seconds), f"k:{round_no}")]


async def test_the_rounds_end() -> None:
    uow = Recording()
    assert not await ask_later(AskLater("ask", "k", {}, LAST_ROUND + 1), uow)  # type: ignore[arg-type]
    assert uow.rows == []
