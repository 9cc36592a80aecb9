"""Runs due commands: leased rows, outside any transaction, a few at once, each retried with back-off."""
from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.db import due_commands
from shared.db.due_commands import DueCommand
from shared.kernel.clock import Clock
from shared.observability.logging import logger
from shared.observability.metrics import DUE_COMMANDS_FAILED

Run = Callable[[DueCommand], Awaitable[None]]
_CONCURRENT = 16
_FALLBACK_SECONDS = 2.0


class DuePoller:
    """Woken by `wake()` after a commit that scheduled something, by a finished run, and by the clock.

    One transaction marks all that has finished since the last turn and takes what is due next.
    """

    def __init__(self, engine: AsyncEngine, run: Run, clock: Clock) -> None:
        self._engine = engine
        self._run = run
        self._clock = clock
        self._awake = asyncio.Event()
        self._stopping = False
        self._running: set[asyncio.Task[None]] = set()
        self._done: list[str] = []

    def wake(self) -> None:
        """Something was scheduled."""
        self._awake.set()

    def stop(self) -> None:
        """Ends `run`; what is running may finish."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        """Polls for as long as the process lives, never more than _CONCURRENT runs at once."""
        while not self._stopping:
            self._awake.clear()
            try:
                await self._turn()
            except Exception as error:
                logger().warning("due commands wait", error=repr(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), await self._pause())
        await self._finish_running()

    async def run_due(self) -> int:
        """Runs what is due now to its end; returns how many rows were taken. For tests and drains."""
        taken = await self._turn()
        await self._finish_running()
        return taken

    async def _turn(self) -> int:
        free = _CONCURRENT - len(self._running)
        done, self._done = self._done, []
        if not (free or done):
            return 0
        try:
            async with self._engine.begin() as connection:
                if done:
                    await due_commands.finish(connection, done, self._clock.now())
                commands = await due_commands.lease(connection, self._clock.now(), free) if free else []
        except BaseException:
            self._done += done
            raise
        for command in commands:
            task = asyncio.create_task(self._run_one(command))
            self._running.add(task)
            task.add_done_callback(self._finished)
        return len(commands)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._awake.set()

    async def _finish_running(self) -> None:
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)
        if self._done:
            async with self._engine.begin() as connection:
                await due_commands.finish(connection, self._done, self._clock.now())
            self._done = []

    async def _pause(self) -> float:
        """Seconds to the next due row, bounded; while something runs its end is awaited."""
        if self._running:
            return _FALLBACK_SECONDS
        with contextlib.suppress(Exception):
            async with self._engine.connect() as connection:
                due_at = await due_commands.next_due(connection, self._clock.now())
            if due_at is not None:
                return min(max((due_at - self._clock.now()).total_seconds(), 0.01), _FALLBACK_SECONDS)
        return _FALLBACK_SECONDS

    async def _run_one(self, command: DueCommand) -> None:
        try:
            await self._run(command)
        except Exception as error:
            DUE_COMMANDS_FAILED.labels(command.name).inc()
            logger().warning("due command postponed", name=command.name, key=command.key, error=repr(error))
            async with self._engine.begin() as connection:
                await due_commands.postpone(connection, command, self._clock.now(), repr(error))
            return
        self._done.append(command.id)
