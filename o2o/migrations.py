"""Brings every service's database to its newest revision: Alembic, a process per service, skipped where nothing is to be done."""

from __future__ import annotations

import ast
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from o2o.environment import python_environment
from o2o.errors import PlatformError
from o2o.paths import PROJECT_ROOT

TIMEOUT_SECONDS = 120
LOG_LINES = 40
_ALEMBIC = (sys.executable, "-m", "alembic")


@dataclass(frozen=True, slots=True)
class Migration:
    """One service's database and the variables its migrations run with."""

    service: str
    url: str
    environment: Mapping[str, str]

    @property
    def folder(self) -> Path:
        return PROJECT_ROOT / "services" / self.service


async def upgrade(migrations: Sequence[Migration], *, parallel: int) -> list[str]:
    """Upgrade what is behind, at most `parallel` at a time; the names of the services that were."""
    slots = asyncio.Semaphore(parallel)

    async def one(migration: Migration) -> str | None:
        async with slots:
            if await current_revision(migration.url) == newest_revision(migration.folder):
                return None
            await _run_alembic(migration)
            return migration.service

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(migration)) for migration in migrations]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [name for task in tasks if (name := task.result())]


async def current_revision(url: str) -> str | None:
    """What the database says of itself; None for an empty one."""
    connection = await asyncpg.connect(url)
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        revision: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
        return revision
    finally:
        await connection.close()


def newest_revision(folder: Path) -> object:
    """The one revision no other builds on, read from the files without importing Alembic (half a second)."""
    revisions, parents = set(), set()
    for file in (folder / "migrations" / "versions").glob("*.py"):
        names = _module_constants(file)
        revisions.add(names["revision"])
        parents.add(names.get("down_revision"))
    heads = revisions - parents
    if len(heads) > 1:
        listed = ", ".join(sorted(map(str, heads)))
        raise PlatformError(zh=f"{folder.name} 的迁移有多个末端:{listed}", en=f"{folder.name} has several newest migrations; merge them.")
    return heads.pop() if heads else None


def _module_constants(file: Path) -> dict[str, object]:
    constants: dict[str, object] = {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
            constants[target.id] = node.value.value
    return constants


async def _run_alembic(migration: Migration) -> None:
    process = await asyncio.create_subprocess_exec(
        *_ALEMBIC, "-c", str(migration.folder / "alembic.ini"), "upgrade", "head",
        cwd=PROJECT_ROOT,
        env={**python_environment(), **migration.environment},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output = b"no answer in time"
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            output, _ = await process.communicate()
    except TimeoutError:
        pass  # told below: a killed process has no status 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        lines = "\n".join(f"{migration.service} | {line}" for line in output.decode("utf-8", "replace").splitlines()[-LOG_LINES:])
        raise PlatformError(
            zh=f"{migration.service} 的数据库迁移失败:\n{lines}",
            en=f"The migrations of {migration.service} failed; see above.",
        )
