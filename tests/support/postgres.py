"""A real Postgres for tests: one embedded server for every pytest process of this checkout, a clone of a migrated template per test."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import itertools
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from o2o.databases import create_database
from o2o.environment import python_environment
from o2o.migrations import Migration, upgrade
from o2o.paths import PROJECT_ROOT, RunDirectory
from o2o.topology import LOOPBACK, VERIFIER
from tests.support.eventually import wait_until

RUN = RunDirectory(PROJECT_ROOT / ".run" / "tests")
ADDRESS = RUN.root / "address.json"
KEEPER_LOCK = RUN.root / "keeper.lock"
USERS_LOCK = RUN.root / "users.lock"
START_LOCK = RUN.root / "start.lock"
_LOG = RUN.logs / "keeper.log"
START_SECONDS = 60.0
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Database:
    """One test's own database, entered as the service's role."""

    name: str
    role: str
    server: PostgresForTests

    @property
    def url(self) -> str:
        """For SQLAlchemy and the services' DATABASE_URL."""
        return self.dsn.replace("postgresql://", "postgresql+asyncpg://", 1)

    @property
    def dsn(self) -> str:
        """For asyncpg itself."""
        return self.server.dsn(self.role, self.name)

    @property
    def verifier_dsn(self) -> str:
        return self.server.dsn(VERIFIER, self.name)


@dataclass(frozen=True, slots=True)
class PostgresForTests:
    """The running server."""

    port: int
    superuser: str
    passwords: dict[str, str]
    built: set[str] = field(default_factory=set)

    def dsn(self, role: str, database: str) -> str:
        password = self.superuser if role == "postgres" else self.passwords[role]
        return f"postgresql://{role}:{password}@{LOOPBACK}:{self.port}/{database}"

    @asynccontextmanager
    async def migrated(self, service: str) -> AsyncIterator[Database]:
        """A database of the service at its newest migration, with no rows but those the migrations bring."""
        async with self._database(service, await self._template(service)) as database:
            yield database

    @asynccontextmanager
    async def empty(self, role: str = "credit") -> AsyncIterator[Database]:
        """A database without tables, for tests that make their own."""
        async with self._database(role, "template1") as database:
            yield database

    @asynccontextmanager
    async def _database(self, role: str, template: str) -> AsyncIterator[Database]:
        name = f"test_{role}_{os.getpid()}_{next(_numbers)}"
        connection = await asyncpg.connect(self.dsn("postgres", "postgres"))
        try:
            await create_database(connection, name, owner=role, template=template)
            try:
                yield Database(name, role, self)
            finally:
                await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        finally:
            await connection.close()

    async def _template(self, service: str) -> str:
        """Built once per state of the migrations, by whichever process needs it first."""
        name = template_name(service)
        if name in self.built:
            return name
        with (RUN.root / f"template-{service}.lock").open("w") as file:
            await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
            connection = await asyncpg.connect(self.dsn("postgres", "postgres"))
            try:
                if not await connection.fetchval("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name):
                    await self._build_template(connection, service, name)
            finally:
                await connection.close()
        self.built.add(name)
        return name

    async def _build_template(self, connection: asyncpg.Connection, service: str, name: str) -> None:
        draft = f"draft_{service}"
        await connection.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
        await create_database(connection, draft, owner=service)
        database = Database(draft, service, self)
        await upgrade([Migration(service, database.dsn)])
        await connection.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def template_name(service: str) -> str:
    """Changes whenever the service's migrations, or what they are run with, change."""
    digest = hashlib.sha256()
    for folder in (PROJECT_ROOT / "services" / service / "migrations", PROJECT_ROOT / "shared" / "db"):
        for file in sorted(folder.rglob("*.py")):
            digest.update(file.read_bytes())
    return f"template_{service}_{digest.hexdigest()[:12]}"


@contextmanager
def running_postgres() -> Iterator[PostgresForTests]:
    """Join the running server or start one; it ends by itself when its last user is gone."""
    RUN.create()
    with USERS_LOCK.open("w") as user:
        with START_LOCK.open("w") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            fcntl.flock(user, fcntl.LOCK_SH)  # waits while a keeper is stopping
            if not _is_locked(KEEPER_LOCK):
                ADDRESS.unlink(missing_ok=True)
                keeper = _start_keeper()
                wait_until(lambda: ADDRESS.exists() or _ended(keeper), seconds=START_SECONDS, state=_keeper_log)
        assert ADDRESS.exists(), _keeper_log()
        yield PostgresForTests(**json.loads(ADDRESS.read_text(encoding="utf-8")))


def _start_keeper() -> int:
    """Its process id. In a session of its own an interrupted pytest does not take it along: it leaves with its last user."""
    output = (os.POSIX_SPAWN_OPEN, 1, str(_LOG), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    command = [sys.executable, "-m", "tests.support.postgres_keeper"]
    return os.posix_spawn(sys.executable, command, python_environment(), file_actions=[output, (os.POSIX_SPAWN_DUP2, 1, 2)], setsid=True)


def _ended(process_id: int) -> bool:
    return os.waitpid(process_id, os.WNOHANG) != (0, 0)


def _is_locked(path: Path) -> bool:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _keeper_log() -> str:
    return _LOG.read_text(encoding="utf-8", errors="replace") if _LOG.exists() else ""
