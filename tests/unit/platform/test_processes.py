"""A child ends when it is asked to, or is killed with all it started."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from o2o import launch
from o2o.errors import PlatformError
from o2o.processes import Program, RunningProgram, log_tail
from tests.support.eventually import eventually

DEAF = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


def python(tmp_path: Path, source: str) -> Program:
    return Program("child", (sys.executable, "-c", source), dict(os.environ), tmp_path, tmp_path / "child.log")


def alive(process_id: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text()
    except FileNotFoundError:
        return False


async def test_ending_by_the_signal_it_was_sent_is_a_clean_exit(tmp_path: Path) -> None:
    child = await RunningProgram.start(python(tmp_path, "print('up', flush=True); import time; time.sleep(600)"))
    await eventually(lambda: log_tail(child.program.log, 1) == ["up"], seconds=10)
    assert await child.stop()
    assert child.exit_status == -15


async def test_a_deaf_child_is_killed_after_the_grace_with_what_it_started(tmp_path: Path) -> None:
    child = await RunningProgram.start(python(tmp_path, DEAF))
    await eventually(lambda: log_tail(child.program.log, 1), seconds=10)
    grandchild = int(log_tail(child.program.log, 1)[0])
    assert alive(grandchild)
    assert not await child.stop(grace_seconds=0.1)
    await eventually(lambda: not alive(grandchild), seconds=10)


async def test_what_a_dead_child_left_running_is_killed_with_it(tmp_path: Path) -> None:
    source = "import os, time\nif left := os.fork():\n    print(left, flush=True)\n    os._exit(3)\ntime.sleep(600)"
    child = await RunningProgram.start(python(tmp_path, source))
    assert await child.wait() == 3
    await eventually(lambda: not alive(int(log_tail(child.program.log, 1)[0])), seconds=10)


async def test_last_lines_come_from_the_end_of_a_long_log_with_the_name_before_each(tmp_path: Path) -> None:
    child = await RunningProgram.start(python(tmp_path, "print('x' * 50_000); print('very'); print('last')"))
    await child.wait()
    assert child.last_lines(2) == "child | very\nchild | last"


def test_too_little_disk_is_said_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nearly_full = shutil.disk_usage(tmp_path)._replace(free=100 * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: nearly_full)
    with pytest.raises(PlatformError) as refused:
        launch._require_space(tmp_path)
    assert "100 MB" in refused.value.zh
    assert "100 MB" in refused.value.en
