"""The platform as other programs see it: start it, find it, stop it.

    with Platform.start(Options.from_environment()) as platform:
        httpx.get(platform.urls["credit"] + "/health/ready")
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from o2o.environment import client_secrets, python_environment
from o2o.errors import PlatformError
from o2o.options import Options
from o2o.paths import PROJECT_ROOT, RunDirectory
from o2o.processes import log_tail
from o2o.secrets import SecretStore
from o2o.state import State, Step, already_running, supervisor_process
from o2o.topology import LOOPBACK, SERVICES, VERIFIER

STOP_SECONDS = 60.0
INTERVAL_SECONDS = 0.05
Progress = Callable[[Step], None]
MODULE = "o2o.launch"


@dataclass(slots=True)
class Platform:
    """A running platform. Leaving the `with` block stops it unless `leave_running`."""

    options: Options
    leave_running: bool = False
    _starter: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(
        cls, options: Options | None = None, *, leave_running: bool = False, on_step: Progress = lambda _: None, module: str = MODULE
    ) -> Platform:
        """Start everything and return when all services are ready; PlatformError with the reason if that fails.

        Without `leave_running` the platform also ends when this process does, however that happens.
        """
        options = options or Options.from_environment()
        if supervisor_process(options.run):
            raise already_running()
        options.run.create()
        _empty_logs(options.run)
        starter = _spawn_supervisor(options, tied=not leave_running, module=module)
        platform = cls(options, leave_running, starter)
        try:
            platform._await_ready(starter, on_step)
        except BaseException:
            platform.stop()
            raise
        return platform

    @classmethod
    def running(cls, run: RunDirectory | None = None) -> Platform:
        """The one that runs already; PlatformError if none does."""
        run = run or RunDirectory.from_environment()
        state = State.read(run)
        if supervisor_process(run) is None or state is None or state.phase != "ready":
            raise PlatformError(zh="平台没有在运行。请先 make up。", en="The platform is not running. Start it first: make up.")
        return cls(Options(run=run, port_offset=state.port_offset, kafka=state.kafka), leave_running=True)

    @property
    def urls(self) -> dict[str, str]:
        """Base address by service, the sandbox's included."""
        return {service.name: self.options.url_of(service) for service in SERVICES}

    @property
    def run(self) -> RunDirectory:
        return self.options.run

    @property
    def client_secrets(self) -> dict[str, str]:
        """Secrets by OIDC client id, those of the demo's own clients included."""
        return client_secrets(SecretStore(self.run.secrets))

    def verifier_url(self, service: str) -> str:
        """asyncpg address of a service's database for the read-only checker."""
        password = SecretStore(self.run.secrets).password(f"postgres/{VERIFIER}")
        return f"postgresql://{VERIFIER}:{password}@{LOOPBACK}:{self.options.postgres_port}/{service}"

    def require_running(self) -> None:
        """Raises the reason if it has died meanwhile."""
        state = State.read(self.run)
        if supervisor_process(self.run) is None or (state and state.error):
            failure = state.failure() if state else None
            raise failure or PlatformError(zh="平台已停止。", en="The platform has stopped.")

    @staticmethod
    def stop_running(run: RunDirectory, on_step: Progress = lambda _: None) -> None:
        """Stop whatever runs there, ready or not."""
        Platform(Options(run=run)).stop(on_step)

    def stop(self, on_step: Progress = lambda _: None) -> None:
        """Let events arrive, end every process, return when nothing is left."""
        process = supervisor_process(self.run)
        if process is None:
            self._forget_starter()
            return
        follower = _Follower(self.run, on_step, skip_finished=True)
        os.kill(process, signal.SIGTERM)
        give_up = time.monotonic() + STOP_SECONDS
        while supervisor_process(self.run) == process:
            follower.look()
            if time.monotonic() > give_up:
                os.kill(process, signal.SIGKILL)  # its children go with it
            time.sleep(INTERVAL_SECONDS)
        follower.look()
        self._forget_starter()

    def _await_ready(self, starter: subprocess.Popen[bytes], on_step: Progress) -> None:
        follower = _Follower(self.run, on_step)
        while True:
            ended = starter.poll() is not None  # looked at before the state, so that its last word is seen
            state = follower.look()
            if state and state.phase == "ready":
                return
            if ended:
                lines = "\n".join(log_tail(_supervisor_log(self.run), 12))
                failure = state.failure() if state else None
                raise failure or PlatformError(zh=f"启动失败:\n{lines}", en="The supervisor ended; its last words are above.")
            time.sleep(INTERVAL_SECONDS)

    def _forget_starter(self) -> None:
        if self._starter is not None:
            self._starter.wait()
            if self._starter.stdin is not None:
                self._starter.stdin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if not self.leave_running:
            self.stop()


class _Follower:
    """Reports each step of the state file once, when it is finished."""

    def __init__(self, run: RunDirectory, on_step: Progress, *, skip_finished: bool = False) -> None:
        self._run = run
        self._on_step = on_step
        self._reported = 0
        if skip_finished and (state := State.read(run)):
            self._reported = len(state.steps)

    def look(self) -> State | None:
        state = State.read(self._run)
        if state is None:
            return None
        finished = [step for step in state.steps if step.seconds is not None]
        for step in finished[self._reported :]:
            self._on_step(step)
        self._reported = max(self._reported, len(finished))
        return state


def _spawn_supervisor(options: Options, *, tied: bool, module: str) -> subprocess.Popen[bytes]:
    request = {"port_offset": options.port_offset, "kafka": options.kafka, "fresh": options.fresh, "tied": tied}
    with _supervisor_log(options.run).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", module, json.dumps(request)],
            env={**os.environ, **python_environment(), "O2O_RUN_DIRECTORY": str(options.run.root)},
            cwd=PROJECT_ROOT,
            stdin=subprocess.PIPE if tied else subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _supervisor_log(run: RunDirectory) -> Path:
    return run.logs / "supervisor.log"


def _empty_logs(run: RunDirectory) -> None:
    run.state.unlink(missing_ok=True)
    for log in run.logs.glob("*.log"):
        log.unlink()
