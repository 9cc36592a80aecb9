"""What the supervisor tells other processes: a lock it holds while it lives, and a file with how far it is."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass, field
from typing import Literal

from o2o.errors import PlatformError
from o2o.paths import RunDirectory
from o2o.secrets import write_private

Phase = Literal["starting", "ready", "stopping", "stopped", "failed"]


@dataclass(slots=True)
class Step:
    """One stage of starting or stopping, in both languages; `seconds` is None while it lasts."""

    zh: str
    en: str
    seconds: float | None = None


@dataclass(slots=True)
class State:
    """The content of `.run/state.json`."""

    phase: Phase = "starting"
    port_offset: int = 0
    kafka: str | None = None
    steps: list[Step] = field(default_factory=list)
    error: tuple[str, str] | None = None

    def write(self, run: RunDirectory) -> None:
        write_private(run.state, json.dumps(asdict(self), ensure_ascii=False))

    @classmethod
    def read(cls, run: RunDirectory) -> State | None:
        if not run.state.exists():
            return None
        values = json.loads(run.state.read_text(encoding="utf-8"))
        error = (values["error"][0], values["error"][1]) if values["error"] else None
        return cls(**{**values, "steps": [Step(**step) for step in values["steps"]], "error": error})

    def failure(self) -> PlatformError | None:
        return PlatformError(zh=self.error[0], en=self.error[1]) if self.error else None


def already_running() -> PlatformError:
    return PlatformError(zh="平台已在运行。请先 make down。", en="The platform is already running. Stop it first: make down.")


def become_supervisor(run: RunDirectory) -> None:
    """Take the lock for the rest of this process's life: only the kernel lets go of it, however the process ends. The file holds its id."""
    descriptor = os.open(run.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise already_running() from None
    os.truncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())


def supervisor_process(run: RunDirectory) -> int | None:
    """The living supervisor's process id. The lock proves that the number is its own and not a stranger's."""
    if not run.lock.exists():
        return None
    with run.lock.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(file.read() or 0) or None
        return None
