"""Runs the tests' Postgres for as long as any pytest process uses it: `python -m tests.support.postgres_keeper`.

Every user holds a shared lock; when the last one is gone, even by a kill, the kernel gives the keeper the exclusive one, and it stops.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import socket

import asyncpg

from o2o.databases import ensure_roles
from o2o.embedded.account import server_account
from o2o.embedded.postgres import PostgresServer
from o2o.embedded.storage import data_home, installation_for
from o2o.environment import database_passwords
from o2o.secrets import SecretStore, write_private
from o2o.topology import LOOPBACK, SERVICES
from tests.support.postgres import ADDRESS, KEEPER_LOCK, RUN, USERS_LOCK, template_name

SETTINGS = {"max_connections": "300", "shared_buffers": "64MB", "max_wal_size": "2GB", "autovacuum": "off"}


async def keep() -> None:
    """Start the server, write down its address, wait until nobody uses it, stop it."""
    with KEEPER_LOCK.open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        server, passwords = _server()
        program = await server.start()
        try:
            await _prepare(server, passwords)
            write_private(ADDRESS, json.dumps({"port": server.port, "superuser": server.password, "passwords": passwords}))
            with USERS_LOCK.open("w") as users:
                await asyncio.to_thread(fcntl.flock, users, fcntl.LOCK_EX)
                ADDRESS.unlink()
                await program.stop()
        finally:
            await program.stop()


def _server() -> tuple[PostgresServer, dict[str, str]]:
    secrets = SecretStore(RUN.secrets)
    account = server_account()
    cluster_id, superuser = secrets.password("postgres/cluster"), secrets.password("postgres/superuser")
    passwords = database_passwords((service.name for service in SERVICES), secrets)
    secrets.save()
    server = PostgresServer(
        installation=installation_for(account),
        home=data_home(RUN, account, cluster_id),
        sockets=RUN.sockets,
        log=RUN.logs / "postgres.log",
        port=_free_port(),
        password=superuser,
        account=account,
        durable=False,
        settings=SETTINGS,
    )
    return server, passwords


async def _prepare(server: PostgresServer, passwords: dict[str, str]) -> None:
    """Make the roles; drop what an earlier session left: clones, half-built templates and templates of older migrations."""
    connection = await asyncpg.connect(server.superuser_url)
    try:
        await ensure_roles(connection, passwords)
        wanted = {template_name(service.name) for service in SERVICES}
        for row in await connection.fetch("SELECT datname FROM pg_database WHERE datname ~ '^(test|draft|template)_'"):
            if row["datname"] not in wanted:
                await connection.execute(f'DROP DATABASE "{row["datname"]}" WITH (FORCE)')
    finally:
        await connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    asyncio.run(keep())
