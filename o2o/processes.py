"""One child process: started in its own session, logging to a file, ended with grace, never outliving the supervisor."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

GRACE_SECONDS = 10.0
LOG_TAIL_BYTES = 16_384
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Account:
    """An operating-system user a child runs as."""

    name: str
    user_id: int
    group_id: int


@dataclass(frozen=True, slots=True)
class Program:
    """What to run. `orphan_signal` is what the kernel sends it if the supervisor dies without a word.

    `layer`: services are ended first, then the ground they stand on.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    directory: Path
    log: Path
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL
    layer: Literal["ground", "service"] = "ground"


def _die_with_parent(orphan_signal: int, parent: int) -> Callable[[], None]:
    def in_child() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, orphan_signal)
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)

    return in_child


class RunningProgram:
    """A started child."""

    def __init__(self, program: Program, process: asyncio.subprocess.Process) -> None:
        self.program = program
        self._process = process
        self._session_cleared = False

    @classmethod
    async def start(cls, program: Program) -> RunningProgram:
        """Fork from the calling thread, which must live as long as the child (the kernel ties it to the thread)."""
        options: dict[str, Any] = {}
        if program.account is not None:
            options.update(user=program.account.user_id, group=program.account.group_id, extra_groups=[])
        with program.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *program.command,
                env=dict(program.environment),
                cwd=program.directory,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent(program.orphan_signal, os.getpid()),
                **options,
            )
        return cls(program, process)

    @property
    def name(self) -> str:
        return self.program.name

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_status(self) -> int | None:
        """None while it runs; negative: ended by that signal."""
        return self._process.returncode

    async def wait(self) -> int:
        """Its exit status. What it may have started itself is killed at once, while the session's number cannot belong to anyone else."""
        status = await self._process.wait()
        if not self._session_cleared:
            self._session_cleared = True
            self._kill_session()
        return status

    async def stop(self, grace_seconds: float = GRACE_SECONDS) -> bool:
        """Ask it to end, kill its whole session after the grace. True if it ended by itself or by the signal it was sent."""
        if self.exit_status is None:
            self._process.send_signal(self.program.stop_signal)
        try:
            async with asyncio.timeout(grace_seconds):
                status = await self.wait()
        except TimeoutError:
            self._kill_session()
            await self.wait()
            return False
        return status in (0, -self.program.stop_signal)

    def _kill_session(self) -> None:
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # nobody is left

    def last_lines(self, count: int = 12) -> str:
        """The end of its log, each line with the program's name before it."""
        return "\n".join(f"{self.name} | {line}" for line in log_tail(self.program.log, count))


def log_tail(log: Path, count: int) -> list[str]:
    """The last lines of a log file of any size; empty if there is none."""
    if not log.exists():
        return []
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOG_TAIL_BYTES))
        return file.read().decode("utf-8", "replace").splitlines()[-count:]
