"""Calls that arrive together are carried out together: one transaction for many, each caller with his own result."""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Batcher(Generic[Item, Result]):
    """`run` takes at most `limit` items and gives a result for each, in order.

    What arrives while a batch runs forms the next one. When a batch fails its items are run one by one, so that each
    caller gets his own error.
    """

    def __init__(self, run: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]], limit: int) -> None:
        self._run = run
        self._limit = limit
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Result:
        """The result of one item."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[: self._limit], self._waiting[self._limit :]
            try:
                results = await self._run([item for item, _ in batch])
            except Exception as error:  # noqa: BLE001  it is each caller's own
                await self._run_singly(batch, error)
                continue
            for (_, future), result in zip(batch, results, strict=True):
                if not future.done():
                    future.set_result(result)

    async def _run_singly(self, batch: list[tuple[Item, asyncio.Future[Result]]], error: Exception) -> None:
        for item, future in batch:
            if future.done():
                continue
            if len(batch) == 1:
                future.set_exception(error)
                continue
            try:
                (result,) = await self._run([item])
            except Exception as own:  # noqa: BLE001  handed to its caller
                future.set_exception(own)
            else:
                future.set_result(result)
