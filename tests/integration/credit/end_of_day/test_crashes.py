"""A close that dies anywhere and is taken up again ends as if nothing had happened (architecture.md 8)."""
from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from services.credit.application.end_of_day import collect_dues
from services.credit.application.end_of_day.collect_dues import LEASE
from services.credit.application.end_of_day.errors import CloseInProgress
from services.credit.application.end_of_day.records import ClosedDay
from tests.component.credit.end_of_day.core_bank import CoreBank
from tests.integration.credit.end_of_day.one_day import Evening, OneDay, one_day
from tests.support.postgres import PostgresForTests


class Crash(BaseException):
    """The process dies: nothing after it runs, no handler catches it."""


class CrashingBank(CoreBank):
    """Carries out the n-th call and lets the process die before the answer is read."""

    calls_left: int | None = None

    def _answer(self, request: httpx.Request) -> httpx.Response:
        response = super()._answer(request)
        if self.calls_left is not None and not request.url.path.endswith("/token"):
            self.calls_left -= 1
            if self.calls_left == 0:
                raise Crash
        return response


@contextmanager
def dying_at(evening: Evening, point: int, kinds: tuple[str, ...]) -> Iterator[list[int]]:
    """The process dies at the n-th point of these kinds; 0 only counts."""
    seen = [0]

    def count(*_: Any) -> None:
        seen[0] += 1
        if seen[0] == point:
            raise Crash

    engine = evening.runtime.engine.sync_engine
    for kind in kinds:
        event.listen(engine, kind, count)
    yield seen
    for kind in kinds:
        event.remove(engine, kind, count)


async def undisturbed(day: OneDay, *kinds: str) -> tuple[dict[str, Any], ClosedDay, int]:
    """How the evening ends, and how many points of these kinds it passes."""
    async with day.copy(day.core_bank()) as evening:
        with dying_at(evening, 0, kinds) as seen:
            closed = await evening.close()
        return await evening.books(), closed, seen[0]


@pytest.mark.parametrize(
    ("kinds", "at_least"),
    [(("begin", "commit"), 16), pytest.param(("before_cursor_execute",), 30, marks=pytest.mark.slow)],
    ids=["any transaction", "any statement"],
)
async def test_a_close_that_dies_at_any_point_ends_the_same_when_taken_up(
    postgres: PostgresForTests, monkeypatch: pytest.MonkeyPatch, kinds: tuple[str, ...], at_least: int
) -> None:
    """Three loans a batch, so that it also dies between batches."""
    monkeypatch.setattr(collect_dues, "CHUNK_LOANS", 3)
    async with one_day(postgres) as day:
        books, closed, points = await undisturbed(day, *kinds)
        assert points >= at_least, "too few points to prove anything"
        for point in range(1, points + 1):
            async with day.copy(day.core_bank()) as evening:
                with dying_at(evening, point, kinds):
                    try:
                        await evening.close()
                    except Crash:
                        evening.clock.advance(seconds=LEASE.total_seconds() + 1)
                assert await evening.close() == closed, point
                assert await evening.books() == books, point


async def test_a_close_that_dies_after_any_call_to_the_core_bank_ends_the_same_when_taken_up(postgres: PostgresForTests) -> None:
    async with one_day(postgres) as day:
        books, closed, _ = await undisturbed(day)
        for call in (1, 2, 3, 4):
            plain = day.core_bank()
            core_bank = CrashingBank(unwilling=plain.unwilling, has=plain.has)
            core_bank.calls_left = call
            async with day.copy(core_bank) as evening:
                try:
                    await evening.close()
                except (Crash, BaseExceptionGroup):
                    core_bank.calls_left = None
                    evening.clock.advance(seconds=LEASE.total_seconds() + 1)
                assert core_bank.calls_left is None, "the process should have died"
                assert await evening.close() == closed, call
                assert await evening.books() == books, call


async def test_a_book_of_any_size_is_collected_in_batches_the_core_bank_takes(
    postgres: PostgresForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with one_day(postgres) as day:
        _, in_one, _ = await undisturbed(day)
        monkeypatch.setattr(collect_dues, "CHUNK_LOANS", 2)
        core_bank = day.core_bank()
        async with day.copy(core_bank) as evening:
            in_several = await evening.close()

        assert {name: in_several.counts[name] for name in ("due", "paid", "partial", "refused", "collected_fen")} == {
            name: in_one.counts[name] for name in ("due", "paid", "partial", "refused", "collected_fen")
        }
        assert in_several.checksums == in_one.checksums
        assert all(len(batch["asked"]["items"]) <= 2 for batch in core_bank.batches.values())
        assert len(core_bank.batches) > 2


async def test_two_processes_that_close_the_same_day_close_it_once(postgres: PostgresForTests) -> None:
    async with one_day(postgres) as day:
        books, closed, _ = await undisturbed(day)
        async with day.copy(day.core_bank()) as evening:
            ends = await asyncio.gather(*(evening.close() for _ in range(4)), return_exceptions=True)

            assert closed in ends
            assert all(isinstance(end, CloseInProgress) for end in ends if end != closed), ends
            assert await evening.close() == closed
            assert await evening.books() == books


async def test_a_day_closed_twice_is_closed_once(postgres: PostgresForTests) -> None:
    async with one_day(postgres) as day:
        books, closed, _ = await undisturbed(day)
        async with day.copy(day.core_bank()) as evening:
            assert [await evening.close(), await evening.close()] == [closed, closed]
            assert await evening.books() == books
