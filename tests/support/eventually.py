"""The only wait in tests: try again until the condition holds or the deadline passes, then say what was last seen."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable

INTERVAL_SECONDS = 0.02


State = Callable[[], object]


async def eventually(condition: Callable[[], object | Awaitable[object]], *, seconds: float, state: State = lambda: "") -> None:
    """Return when `condition()` (plain or async) is true; AssertionError with `state()` after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        outcome = condition()
        if await outcome if inspect.isawaitable(outcome) else outcome:
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s; last seen: {state()}")
        await asyncio.sleep(INTERVAL_SECONDS)


def wait_until(condition: Callable[[], object], *, seconds: float, state: State = lambda: "") -> None:
    """The same for tests and fixtures without an event loop."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s; last seen: {state()}")
        time.sleep(INTERVAL_SECONDS)
