"""The platform starts in order, says why when it cannot, and leaves no process behind however it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time

import asyncpg
import httpx
import pytest

from o2o.errors import PlatformError
from o2o.options import Options
from o2o.paths import PROJECT_ROOT
from o2o.platform import Platform
from o2o.secrets import SecretStore
from o2o.state import State, supervisor_process
from tests.support.eventually import wait_until
from tests.support.process_table import processes_of
from tests.support.stand_in_launch import MODULE, STAND_INS


def pid_of(options: Options, name: str) -> int:
    matching = [pid for pid, command in processes_of(options.run).items() if f"stand_in {name} " in command]
    assert len(matching) == 1, matching
    return matching[0]


def nothing_left(options: Options) -> bool:
    return not processes_of(options.run)


def test_a_started_platform_answers_and_a_stopped_one_leaves_no_process(options: Options) -> None:
    with Platform.start(options, module=MODULE):
        for service in STAND_INS:
            assert httpx.get(f"{options.url_of(service)}/health/ready", trust_env=False).status_code == 200
        names = " ".join(processes_of(options.run).values())
        assert [word for word in ("bin/postgres", "tansu", "stand_in alpha", "stand_in beta", MODULE) if word not in names] == []
    assert nothing_left(options)
    state = State.read(options.run)
    assert state is not None
    assert (state.phase, state.error) == ("stopped", None)


def test_a_second_start_keeps_data_and_makes_no_new_cluster(options: Options) -> None:
    async def run_sql(platform: Platform, sql: str) -> object:
        password = SecretStore(platform.run.secrets).password("postgres/alpha")
        connection = await asyncpg.connect(
            host="127.0.0.1", port=options.postgres_port, user="alpha", password=password, database="alpha"
        )
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    with Platform.start(options, module=MODULE) as platform:
        asyncio.run(run_sql(platform, "CREATE TABLE kept AS SELECT 7 AS number"))
    with Platform.start(options, module=MODULE) as platform:
        assert asyncio.run(run_sql(platform, "SELECT number FROM kept")) == 7


def test_the_death_of_one_service_ends_all_and_shows_its_last_words(options: Options, platform: Platform) -> None:
    os.kill(pid_of(options, "alpha"), signal.SIGKILL)
    wait_until(lambda: nothing_left(options), seconds=20, state=lambda: processes_of(options.run))
    with pytest.raises(PlatformError, match="alpha") as caught:
        platform.require_running()
    assert "alpha | alpha starts" in caught.value.zh
    assert "signal 9" in caught.value.en


def test_a_service_that_refuses_to_start_ends_the_start_with_its_reason(options: Options) -> None:
    options.run.create()
    (options.run.root / "beta.refuse").touch()
    with pytest.raises(PlatformError) as caught:
        Platform.start(options, module=MODULE)
    assert "beta | beta refuses: the reason is here" in caught.value.zh
    assert nothing_left(options)


def test_a_taken_port_is_named_with_the_process_that_has_it(options: Options) -> None:
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", options.port_of(STAND_INS[0])))
        stranger.listen()
        with pytest.raises(PlatformError) as caught:
            Platform.start(options, module=MODULE)
    assert f"{options.port_of(STAND_INS[0])} (alpha): {os.getpid()}" in caught.value.zh
    assert nothing_left(options)


def test_a_second_platform_in_the_same_place_is_refused_and_harms_nothing(options: Options, platform: Platform) -> None:
    with pytest.raises(PlatformError, match="already running"):
        Platform.start(options, module=MODULE)
    platform.require_running()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.usefixtures("platform")
def test_no_orphans_when_the_supervisor_ends(options: Options, how: signal.Signals) -> None:
    supervisor = supervisor_process(options.run)
    assert supervisor is not None
    os.kill(supervisor, how)
    wait_until(lambda: nothing_left(options), seconds=20, state=lambda: processes_of(options.run))


def test_a_platform_ends_with_the_program_that_started_it(options: Options) -> None:
    """Even when that program is killed and can stop nothing itself."""
    script = (
        "import time; from pathlib import Path; from o2o.options import Options, RunDirectory; from o2o.platform import Platform\n"
        f"options = Options(run=RunDirectory(Path({str(options.run.root)!r})), port_offset={options.port_offset})\n"
        f"Platform.start(options, module={MODULE!r}); time.sleep(600)"
    )
    starter = subprocess.Popen([sys.executable, "-c", script], cwd=PROJECT_ROOT)

    def is_ready() -> bool:
        state = State.read(options.run)
        return state is not None and state.phase == "ready"

    wait_until(is_ready, seconds=60, state=lambda: State.read(options.run))
    starter.kill()
    starter.wait()
    wait_until(lambda: nothing_left(options), seconds=20, state=lambda: processes_of(options.run))


def test_a_platform_left_running_is_found_and_stopped_by_another_program(options: Options) -> None:
    starter = Platform.start(options, leave_running=True, module=MODULE)
    found = Platform.running(options.run)
    assert found.urls["credit"].endswith(str(8003 + options.port_offset))
    began = time.monotonic()
    found.stop()
    assert nothing_left(options)
    assert time.monotonic() - began < 10
    starter.stop()


def test_a_stale_process_number_is_never_signalled(options: Options) -> None:
    """The lock file of a dead supervisor names a process number that a stranger may have by now: here, this very test."""
    options.run.create()
    options.run.lock.write_text(str(os.getpid()))
    assert supervisor_process(options.run) is None
    Platform.stop_running(options.run)
