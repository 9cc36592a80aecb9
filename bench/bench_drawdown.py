"""Drawdowns through HTTP against the floor script, in one run on one Postgres with fsync on: `make bench-drawdown`.

Both draw the same sheets of the same customers from a fresh copy of the same bank and must end in the same state. The
service's time runs until the last loan is disbursed. Aim 0.35 of the floor, never below 0.25.
"""
from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import uvloop

from bench.drawdown.issuer import ISSUER, Issuer
from bench.drawdown.load import CONNECTIONS, Outcome, draw
from o2o.databases import create_database, ensure_roles
from o2o.embedded.account import server_account
from o2o.embedded.postgres import PostgresServer
from o2o.embedded.storage import data_home, installation_for
from o2o.environment import python_environment
from o2o.migrations import Migration, upgrade
from o2o.paths import PROJECT_ROOT, RunDirectory
from o2o.secrets import SecretStore

HERE = Path(__file__).parent / "drawdown"
POSTGRES_PORT, WORKER_PORTS = 29632, (29633, 29634)
CUSTOMERS, SHEETS, ROUNDS = 320, 10, 3
AIM, LEAST = 0.35, 0.25
WAIT_SECONDS = 60
_PASSWORD, _SUPERUSER = "bench-only", "bench-superuser"
_KEY = b64encode(b"b" * 32).decode()


@dataclass(frozen=True, slots=True)
class Measured:
    """Drawdowns a second, and the state they ended in."""

    rate: float
    state: str
    outcome: Outcome | None = None


def main() -> None:
    """Prints the medians and their ratio."""
    asyncio.run(_main())


async def _main() -> None:
    run = RunDirectory(PROJECT_ROOT / ".run" / "bench-drawdown")
    run.create()
    secrets = SecretStore(run.secrets)
    cluster_id = secrets.password("postgres/cluster")
    secrets.save()
    account = server_account()
    server = PostgresServer(
        installation=installation_for(account),
        home=data_home(run, account, cluster_id),
        sockets=run.sockets,
        log=run.logs / "postgres.log",
        port=POSTGRES_PORT,
        password=_SUPERUSER,
        account=account,
        settings={"shared_buffers": "1GB", "max_wal_size": "4GB", "autovacuum": "off"},
    )
    server.erase()
    data_home(run, account, cluster_id)
    program = await server.start()
    try:
        await _compare(server)
    finally:
        await program.stop()
        server.erase()


async def _compare(server: PostgresServer) -> None:
    issuer = Issuer()
    await _prepare(server, issuer)
    floors, services = [], []
    for round_no in range(1, ROUNDS + 1):
        floors.append(await _measure_floor(server, f"floor_{round_no}"))
        services.append(await _measure_service(server, f"service_{round_no}", issuer))
        if floors[-1].state != services[-1].state:
            raise SystemExit(f"the final states differ:\n{floors[-1].state}\n---\n{services[-1].state}")
        print(f"round {round_no}: floor {floors[-1].rate:.0f}/s, service {services[-1].rate:.0f}/s, equal states", flush=True)
    floor, service = (statistics.median(one.rate for one in many) for many in (floors, services))
    latencies = [ms for one in services if one.outcome for ms in one.outcome.latencies_ms]
    p50, p99 = statistics.quantiles(latencies, n=100)[49], statistics.quantiles(latencies, n=100)[98]
    ratio = service / floor
    verdict = "aim met" if ratio >= AIM else "above the least" if ratio >= LEAST else "TOO SLOW"
    print(f"drawdown, {len(WORKER_PORTS)} workers, {CONNECTIONS} connections, {CUSTOMERS * SHEETS} drawdowns a round, medians of {ROUNDS}")
    print(f"service {service:.0f}/s, floor {floor:.0f}/s, ratio {ratio:.2f} (aim {AIM}, least {LEAST}: {verdict})")
    print(f"answer p50 {p50:.0f} ms, p99 {p99:.0f} ms")
    if ratio < LEAST:
        sys.exit(1)


async def _prepare(server: PostgresServer, issuer: Issuer) -> None:
    """A migrated, founded bank with its customers, as a template."""
    connection = await asyncpg.connect(server.superuser_url)
    await ensure_roles(connection, {"credit": _PASSWORD, "verifier": _PASSWORD})
    await create_database(connection, "bank", owner="credit")
    await connection.close()
    environment = _environment("bank", issuer)
    await upgrade([Migration("credit", _url(server, "bank"))])
    async with _workers(environment, WORKER_PORTS[:1]):
        pass
    variables = {"customers": str(CUSTOMERS), "sheets": str(SHEETS), "issuer": ISSUER}
    prepare = ("-v", "ON_ERROR_STOP=1", *_flags("-v", variables), "-f", str(HERE / "prepare.sql"))
    await _program(server, "psql", "-qX", *prepare, _url(server, "bank"))
    await _program(server, "psql", "-qX", "-c", "VACUUM ANALYZE", _url(server, "bank"))


async def _measure_floor(server: PostgresServer, database: str) -> Measured:
    await _clone(server, database)
    variables = {"n": "0", "clients": str(CONNECTIONS), "sheets": str(SHEETS)}
    each = CUSTOMERS * SHEETS // CONNECTIONS
    began = time.perf_counter()
    await _program(
        server, "pgbench", "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2", "-t", str(each),
        *_flags("-D", variables), "-f", str(HERE / "floor.sql"), _url(server, database),
    )  # fmt: skip
    seconds = time.perf_counter() - began
    return Measured(CUSTOMERS * SHEETS / seconds, await _state(server, database))


async def _measure_service(server: PostgresServer, database: str, issuer: Issuer) -> Measured:
    await _clone(server, database)
    tokens = [issuer.token(f"customer-{number}") for number in range(CUSTOMERS)]
    async with _workers(_environment(database, issuer), WORKER_PORTS):
        connection = await asyncpg.connect(_url(server, database))
        began = time.perf_counter()
        outcome = await asyncio.to_thread(uvloop.run, draw(WORKER_PORTS, CUSTOMERS, SHEETS, tokens))
        answered = time.perf_counter()
        while await connection.fetchval("SELECT count(*) FROM due_command WHERE done_at IS NULL"):
            if time.perf_counter() - answered > WAIT_SECONDS:
                raise SystemExit("drawdowns are still not disbursed")
            await asyncio.sleep(0.01)
        seconds = time.perf_counter() - began
        await connection.close()
    return Measured(CUSTOMERS * SHEETS / seconds, await _state(server, database), outcome)


async def _clone(server: PostgresServer, database: str) -> None:
    connection = await asyncpg.connect(server.superuser_url)
    await create_database(connection, database, owner="credit", template="bank")
    await connection.execute("CHECKPOINT")
    await connection.close()


async def _state(server: PostgresServer, database: str) -> str:
    return await _program(server, "psql", "-qXtA", "-f", str(HERE / "checksum.sql"), _url(server, database))


@asynccontextmanager
async def _workers(environment: dict[str, str], ports: tuple[int, ...]) -> AsyncIterator[None]:
    """One uvicorn a port, ready when it answers, ended when done."""
    command = ("-m", "uvicorn", "bench.drawdown.service:make", "--factory", "--loop", "uvloop", "--http", "httptools",
               "--no-access-log", "--log-level", "warning", "--port")  # fmt: skip
    workers = [
        await asyncio.create_subprocess_exec(sys.executable, *command, str(port), cwd=PROJECT_ROOT, env=environment)
        for port in ports
    ]
    try:
        for port in ports:
            await _answers(port)
        yield
    finally:
        for worker in workers:
            worker.terminate()
        await asyncio.gather(*(worker.wait() for worker in workers))


async def _answers(port: int) -> None:
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise SystemExit(f"the worker on port {port} does not start")


async def _program(server: PostgresServer, name: str, *arguments: str) -> str:
    """Runs one of Postgres' programs; returns what it printed."""
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    command = (str(server.installation / "bin" / name), *arguments)
    program = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    output, errors = await program.communicate()
    if program.returncode != 0:
        raise SystemExit(f"{name} failed: {errors.decode()[-2000:]}")
    return output.decode()


def _flags(flag: str, variables: dict[str, str]) -> list[str]:
    return [part for name, value in variables.items() for part in (flag, f"{name}={value}")]


def _url(server: PostgresServer, database: str) -> str:
    return server.url(role="credit", password=_PASSWORD, database=database)


def _environment(database: str, issuer: Issuer) -> dict[str, str]:
    values = {
        "DATABASE_URL": f"postgresql+asyncpg://credit:{_PASSWORD}@127.0.0.1:{POSTGRES_PORT}/{database}",
        "KAFKA_BOOTSTRAP": "memory",
        "KAFKA_PROFILE": "memory",
        "ROLE": "all",
        "OIDC_ISSUER": ISSUER,
        "CLIENT_ID": "credit",
        "CLIENT_SECRET": "bench",
        "SERVICE_URLS": json.dumps({"sandbox": "http://core-bank.test"}),
        "FIELD_KEYS": json.dumps({"k1": _KEY}),
        "HASH_KEY": _KEY,
        "CURSOR_KEY": _KEY,
        "INITIAL_BUSINESS_DATE": "2026-06-01",
        "LOG_LEVEL": "WARNING",
    }
    return {**python_environment(), **{f"CREDIT_{name}": value for name, value in values.items()}, "BENCH_PUBLIC_KEY": issuer.public_key}


if __name__ == "__main__":
    main()
