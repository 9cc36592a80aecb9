"""Which tests stay together on one worker: a module's, and all that share the one real platform."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

ONE_PLATFORM = "tests/e2e/main_road/"


class TogetherOnOnePlatform(LoadScopeScheduling):
    """`--dist loadscope`, with everything under ONE_PLATFORM as one scope: the platform is started once, not once a worker."""

    def _split_scope(self, nodeid: str) -> str:
        return ONE_PLATFORM if nodeid.startswith(ONE_PLATFORM) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TogetherOnOnePlatform | None:
    """Ours where `--dist loadscope` was asked for."""
    return TogetherOnOnePlatform(config, log) if config.getoption("dist") == "loadscope" else None
