"""The supervisor's process: `python -m o2o.launch OPTIONS`. Starts everything in order, waits, stops everything in order."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from o2o.databases import ensure_databases
from o2o.drain import drain
from o2o.embedded.account import server_account
from o2o.embedded.broker import start_broker
from o2o.embedded.postgres import PostgresServer
from o2o.embedded.storage import data_home, installation_for
from o2o.environment import database_passwords, python_environment, service_command, service_settings, write_environments
from o2o.errors import PlatformError
from o2o.migrations import Migration, upgrade
from o2o.options import Options
from o2o.paths import PROJECT_ROOT
from o2o.ports import require_free
from o2o.processes import Program, RunningProgram
from o2o.readiness import wait_until_ready
from o2o.secrets import SecretStore, ensure_issuer_key
from o2o.state import State, Step, become_supervisor
from o2o.supervisor import Supervisor
from o2o.topology import LOOPBACK, SANDBOX, SERVICES, VERIFIER, Service

FREE_BYTES = 500 * 1024 * 1024
DRAIN_SECONDS = 10.0
Command = Callable[[Service], tuple[str, ...]]


class Launch:
    """One run of the platform from nothing to ready to nothing."""

    def __init__(self, options: Options, *, services: Sequence[Service] = SERVICES, command: Command = service_command) -> None:
        self._options = options
        self._services = services
        self._command = command
        self._supervisor = Supervisor()
        self._state = State(port_offset=options.port_offset, kafka=options.kafka)
        self._secrets = SecretStore(options.run.secrets)
        self._settings = {service.name: service_settings(service, options, self._secrets) for service in services}

    def request_stop(self) -> None:
        self._supervisor.request_stop()

    async def run(self) -> int:
        """Exit status: 0 after a stop that was asked for, 1 when it could not start or a child died."""
        start = asyncio.create_task(self._start())
        error: PlatformError | None = None
        try:
            either: set[asyncio.Future[Any]] = {start, self._supervisor.ended}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if start.done():
                start.result()
                self._state.phase = "ready"
                self._save()
            error = await self._supervisor.ended
        except PlatformError as problem:
            error = problem
        except Exception as problem:
            error = PlatformError(zh=f"启动失败:{problem!r}", en=f"Starting failed: {problem!r}")
            raise
        finally:
            start.cancel()
            await asyncio.wait({start})
            await self._stop(error)
        return 1 if error else 0

    async def _start(self) -> None:
        run = self._options.run
        async with self._step("检查端口与磁盘", "Checking ports and disk"):
            require_free(self._options.ports(self._services))
            _require_space(run.root)
        async with self._step("准备密钥", "Preparing secrets"):
            passwords = database_passwords(self._settings, self._secrets)
            server = self._postgres()
            ensure_issuer_key(run.issuer_key)
            write_environments(self._options, self._settings)
        async with self._step("启动 Postgres", "Starting Postgres"):
            self._supervisor.adopt(await server.start())
            await ensure_databases(server.superuser_url, list(self._settings), passwords, fresh=self._options.fresh)
        if self._options.kafka is None:
            async with self._step("启动消息代理", "Starting the broker"):
                broker = await start_broker(port=self._options.broker_port, directory=run.broker, log=run.logs / "broker.log")
                self._supervisor.adopt(broker)
        async with self._step("迁移数据库与建立主题", "Migrating databases, creating topics"):
            await asyncio.gather(self._migrate(), self._create_topics())
        async with self._step("启动各服务", "Starting the services"):
            first = [service for service in self._services if service == SANDBOX]
            await self._start_services(first)
            await self._start_services([service for service in self._services if service not in first])

    def _postgres(self) -> PostgresServer:
        account = server_account()
        cluster_id, password = self._secrets.password("postgres/cluster"), self._secrets.password("postgres/superuser")
        self._secrets.save()  # before the data: data whose secrets nobody knows counts as abandoned
        home = data_home(self._options.run, account, cluster_id)
        _require_space(home)
        return PostgresServer(
            installation=installation_for(account),
            home=home,
            sockets=self._options.run.sockets,
            log=self._options.run.logs / "postgres.log",
            port=self._options.postgres_port,
            password=password,
            account=account,
        )

    def _database_url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{self._secrets.password(f'postgres/{role}')}@{LOOPBACK}:{self._options.postgres_port}/{database}"

    async def _migrate(self) -> None:
        await upgrade([Migration(name, self._database_url(name, name)) for name in self._settings])

    async def _create_topics(self) -> None:
        from o2o.topics import ensure_topics

        await asyncio.to_thread(ensure_topics, self._options.kafka_bootstrap, partitions=self._options.partitions)

    async def _start_services(self, services: Sequence[Service]) -> None:
        for service in services:
            self._supervisor.adopt(await RunningProgram.start(self._service_program(service)))
        await wait_until_ready({service.name: self._options.url_of(service) for service in services})

    def _service_program(self, service: Service) -> Program:
        return Program(
            name=service.name,
            command=self._command(service),
            environment={**python_environment(), **self._settings[service.name]},
            directory=PROJECT_ROOT,
            log=self._options.run.logs / f"{service.name}.log",
            layer="service",
        )

    async def _stop(self, error: PlatformError | None) -> None:
        was_ready = self._state.phase == "ready"
        self._state.phase = "stopping"
        self._state.error = (error.zh, error.en) if error else None
        if was_ready and error is None:
            async with self._step("等待在途事件处理完", "Letting events on their way arrive"):
                await self._drain()
        async with self._step("停止所有进程", "Stopping every process"):
            await self._supervisor.stop()
        self._state.phase = "failed" if error else "stopped"
        self._save()

    async def _drain(self) -> None:
        try:
            await drain({name: self._database_url(VERIFIER, name) for name in self._settings}, seconds=DRAIN_SECONDS)
        except OSError as problem:  # a stop must go on without its database
            print(f"no drain: {problem!r}", flush=True)

    @asynccontextmanager
    async def _step(self, zh: str, en: str) -> AsyncIterator[None]:
        step, began = Step(zh, en), time.monotonic()
        self._state.steps.append(step)
        self._save()
        yield
        step.seconds = round(time.monotonic() - began, 2)
        self._save()

    def _save(self) -> None:
        self._state.write(self._options.run)


def _require_space(folder: os.PathLike[str]) -> None:
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES:
        raise PlatformError(
            zh=f"磁盘空间不足:{folder} 所在磁盘只剩 {free // 1024**2} MB,至少需要 {FREE_BYTES // 1024**2} MB。请清理后重试。",
            en=f"The disk of {folder} has {free // 1024**2} MB left; {FREE_BYTES // 1024**2} MB are needed. Make room and try again.",
        )


async def _run(options: Options, *, tied: bool, services: Sequence[Service], command: Command) -> int:
    launch = Launch(options, services=services, command=command)
    loop = asyncio.get_running_loop()
    for stop in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(stop, launch.request_stop)
    if tied:  # whoever started this holds the other end of stdin; it closes however that process ends
        loop.add_reader(sys.stdin.fileno(), launch.request_stop)
    return await launch.run()


def main(argument: str, *, services: Sequence[Service] = SERVICES, command: Command = service_command) -> int:
    """Run with the options `Platform.start` wrote down."""
    request = json.loads(argument)
    options = Options(port_offset=request["port_offset"], kafka=request["kafka"], fresh=request["fresh"])
    options.run.create()
    try:
        become_supervisor(options.run)
        return asyncio.run(_run(options, tied=request["tied"], services=services, command=command))
    except PlatformError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
