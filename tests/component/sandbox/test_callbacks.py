"""Callbacks: tried again with growing pauses, given up after eight, never lost by a restart."""
from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from services.sandbox.adapters.callback_dispatcher import MAX_ATTEMPTS
from shared.kernel.clock import SystemClock
from tests.component.sandbox.world import RunningWorld, person, running_world
from tests.support.postgres import Database, PostgresForTests

CALLBACK = "http://127.0.0.1:8003/v1/corebank-callbacks"


class MovableClock:
    """Time that passes when the test says so. It starts at the present: tokens are checked against the machine's time."""

    def __init__(self) -> None:
        self.instant = SystemClock().now()

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.instant.timestamp()


class Listener:
    """Whoever asked the core bank; deaf until told otherwise."""

    def __init__(self) -> None:
        self.heard = 0
        self.deaf = True

    def __call__(self, _: httpx.Request) -> httpx.Response:
        self.heard += 1
        if self.deaf:
            raise httpx.ConnectError("nobody there")
        return httpx.Response(204)


@pytest.fixture
def listener() -> Listener:
    """The receiver of callbacks."""
    return Listener()


@pytest.fixture
def clock() -> MovableClock:
    """The world's clock."""
    return MovableClock()


@pytest.fixture
async def database(postgres: PostgresForTests) -> AsyncIterator[Database]:
    """The world's database, which outlives the world."""
    async with postgres.migrated("sandbox") as found:
        yield found


async def paid_out(world: RunningWorld) -> None:
    one = person(1)
    await world.enter(one)
    asked = {
        "request_no": "P1",
        "mandate_id": await world.mandate(one),
        "amount_fen": 100,
        "business_date": "2027-01-05",
        "callback_url": CALLBACK,
    }
    assert (await world.call("POST", "/corebank/v1/payouts", asked)).json()["status"] == "PAID"


async def rounds(world: RunningWorld, clock: MovableClock, count: int, *, minutes: int = 2) -> int:
    """Rounds of the dispatcher with a pause after each; how many callbacks were tried."""
    tried = 0
    for _ in range(count):
        tried += await world.world.callbacks.run_once()
        clock.instant += timedelta(minutes=minutes)
    return tried


async def test_a_deaf_listener_is_tried_eight_times_and_no_more(
    database: Database, tmp_path: Path, listener: Listener, clock: MovableClock
) -> None:
    async with running_world(database, tmp_path, listener, clock) as world:
        await paid_out(world)
        assert await rounds(world, clock, 20) == MAX_ATTEMPTS
    assert listener.heard == MAX_ATTEMPTS


async def test_a_failed_callback_waits_before_it_is_tried_again(
    database: Database, tmp_path: Path, listener: Listener, clock: MovableClock
) -> None:
    async with running_world(database, tmp_path, listener, clock) as world:
        await paid_out(world)
        assert await rounds(world, clock, 3, minutes=0) == 1


async def test_what_was_not_delivered_is_sent_after_a_restart_and_then_once(
    database: Database, tmp_path: Path, listener: Listener, clock: MovableClock
) -> None:
    async with running_world(database, tmp_path, listener, clock) as world:
        await paid_out(world)
        await rounds(world, clock, 1)
    listener.deaf = False
    async with running_world(database, tmp_path, listener, clock) as world:
        assert await rounds(world, clock, 5) == 1
    assert listener.heard == 2
