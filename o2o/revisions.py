"""Migrations while developing: against the running platform's databases."""

from __future__ import annotations

import asyncio
import shlex
import subprocess
import sys
from collections.abc import Mapping

from o2o.environment import python_environment
from o2o.errors import PlatformError
from o2o.migrations import Migration, upgrade
from o2o.paths import PROJECT_ROOT, RunDirectory
from o2o.platform import Platform
from o2o.topology import SERVICES


def migrate_running() -> list[str]:
    """Upgrade what is behind; the services that were. The running processes keep their old code until they are started again."""
    run = Platform.running().run
    urls = {service.name: _settings(run, service.name)[f"{service.name.upper()}_DATABASE_URL"] for service in SERVICES}
    return asyncio.run(upgrade([Migration(name, url.replace("+asyncpg", "", 1)) for name, url in urls.items()]))


def draft_revision(service: str, message: str) -> None:
    """Alembic's autogenerate, to be read and corrected by a person."""
    if service not in {known.name for known in SERVICES} or not message:
        raise PlatformError(zh='用法:make revision SERVICE=credit M="说明"', en='Usage: make revision SERVICE=credit M="what it does"')
    settings = _settings(Platform.running().run, service)
    configuration = PROJECT_ROOT / "services" / service / "alembic.ini"
    command = [sys.executable, "-m", "alembic", "-c", str(configuration), "revision", "--autogenerate", "-m", message]
    subprocess.run(command, cwd=PROJECT_ROOT, env={**python_environment(), **settings}, check=True)


def _settings(run: RunDirectory, service: str) -> Mapping[str, str]:
    lines = (run.environments / f"{service}.env").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines)
    return {name: shlex.split(value)[0] if value else "" for name, value in pairs}
