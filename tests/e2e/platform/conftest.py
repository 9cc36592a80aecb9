"""A platform of stand-ins: the real supervisor, Postgres and broker, with two processes that only look like services."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from o2o.erase import erase_data
from o2o.options import Options
from o2o.paths import RunDirectory
from o2o.platform import Platform
from tests.support.stand_in_launch import MODULE

PORT_OFFSET = 3000
PORTS_LOCK = Path(tempfile.gettempdir()) / f"o2o-test-ports-{os.getuid()}.lock"


@pytest.fixture
def options(tmp_path: Path) -> Iterator[Options]:
    """A run directory of its own, with a space in its path, and ports beside the developer's own platform."""
    run = RunDirectory(tmp_path / "run of the test")
    with PORTS_LOCK.open("w") as ports:
        fcntl.flock(ports, fcntl.LOCK_EX)  # one at a time, across all pytest processes of the machine
        yield Options(run=run, port_offset=PORT_OFFSET)
        Platform.stop_running(run)
        erase_data(run)


@pytest.fixture
def platform(options: Options) -> Iterator[Platform]:
    with Platform.start(options, module=MODULE) as running:
        yield running
