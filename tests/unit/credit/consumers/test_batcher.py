"""What arrives together is done together, and each caller gets his own result or his own error."""
from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from services.credit.consumers.batcher import Batcher


class Doubling:
    """Doubles numbers, notes its batches, and fails on a bad one."""

    def __init__(self, bad: int | None = None) -> None:
        self.bad = bad
        self.batches: list[list[int]] = []

    async def __call__(self, items: Sequence[int]) -> Sequence[int]:
        self.batches.append(list(items))
        await asyncio.sleep(0)
        if self.bad in items:
            raise ValueError(f"{self.bad} is bad")
        return [2 * item for item in items]


async def test_calls_that_arrive_together_share_a_batch() -> None:
    run = Doubling()
    batcher = Batcher(run, limit=50)
    assert await asyncio.gather(*(batcher(number) for number in range(5))) == [0, 2, 4, 6, 8]
    assert run.batches == [[0, 1, 2, 3, 4]]


async def test_a_batch_never_passes_its_limit() -> None:
    run = Doubling()
    batcher = Batcher(run, limit=2)
    assert await asyncio.gather(*(batcher(number) for number in range(5))) == [0, 2, 4, 6, 8]
    assert run.batches == [[0, 1], [2, 3], [4]]


async def test_one_bad_item_fails_alone() -> None:
    run = Doubling(bad=1)
    batcher = Batcher(run, limit=50)
    results = await asyncio.gather(*(batcher(number) for number in range(3)), return_exceptions=True)
    assert (results[0], results[2]) == (0, 4)
    assert isinstance(results[1], ValueError)
    assert run.batches == [[0, 1, 2], [0], [1], [2]]


async def test_an_item_that_fails_alone_is_not_run_twice() -> None:
    run = Doubling(bad=1)
    with pytest.raises(ValueError, match="1 is bad"):
        await Batcher(run, limit=50)(1)
    assert run.batches == [[1]]


async def test_a_later_call_is_served_after_a_failure() -> None:
    batcher = Batcher(Doubling(bad=1), limit=50)
    with pytest.raises(ValueError, match="1 is bad"):
        await batcher(1)
    assert await batcher(2) == 4


async def test_a_caller_who_gave_up_does_not_stop_the_others() -> None:
    batcher = Batcher(Doubling(), limit=50)
    gone, stays = asyncio.create_task(batcher(1)), asyncio.create_task(batcher(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 4
