"""One whole platform for all tests of this folder, and a past it has lived through before the first of them."""

from __future__ import annotations

import asyncio
import fcntl
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from o2o.erase import erase_data
from o2o.options import Options
from o2o.paths import RunDirectory
from o2o.platform import Platform
from o2o.world.bank import Bank
from tests.e2e.main_road.past import Past, live

PORT_OFFSET = 2500
PORTS_LOCK = Path(tempfile.gettempdir()) / f"o2o-test-main-road-{os.getuid()}.lock"


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Every process of the real platform, with empty databases, stopped at the end of the session."""
    run = RunDirectory(tmp_path_factory.mktemp("platform") / "run")
    with PORTS_LOCK.open("w") as ports:
        fcntl.flock(ports, fcntl.LOCK_EX)  # one at a time, across all pytest processes of the machine
        try:
            with Platform.start(Options(run=run, port_offset=PORT_OFFSET, fresh=True)) as running:
                yield running
        finally:
            erase_data(run)


@pytest.fixture(scope="session")
def past(platform: Platform) -> Past:
    """What happened on it: see `past.live`."""
    return asyncio.run(live(platform))


@pytest.fixture
async def bank(platform: Platform) -> AsyncIterator[Bank]:
    """The bank as people outside meet it."""
    async with Bank.of(platform) as opened:
        yield opened
