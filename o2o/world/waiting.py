"""Waiting for another process: ask, pause, ask again, until the answer is there or the time is up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from shared.kernel.clock import SystemClock

FIRST_PAUSE_SECONDS = 0.3
LONGEST_PAUSE_SECONDS = 1.0


class NeverCame(Exception):
    """What was waited for did not come in time; the message holds the last state seen."""


async def until(ask: Callable[[], Awaitable[Any]], *, what: str, seconds: float = 60.0) -> Any:
    """The first answer that is neither None nor False."""
    clock = SystemClock()
    deadline = clock.monotonic() + seconds
    pause = FIRST_PAUSE_SECONDS
    while True:
        found = await ask()
        if found not in (None, False):
            return found
        if clock.monotonic() > deadline:
            raise NeverCame(f"{what} did not come within {seconds:.0f} s")
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)
