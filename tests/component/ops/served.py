"""Ops in this process behind a real uvicorn; its loops turn only when the test says so."""
from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import uvicorn
from fastapi import FastAPI

from services.ops.main import create_app
from services.ops.settings import OpsSettings
from shared.runtime.runtime import Overrides
from shared.schemas.event import Event
from tests.component.ops.story import records
from tests.support.eventually import eventually
from tests.support.postgres import PostgresForTests
from tests.support.service import RunningService, running

SESSION_KEY = base64.b64encode(b"s" * 32).decode()
_START_SECONDS = 10
_BATCH = 200


@dataclass
class ServedOps:
    """The service, its server and its address."""

    service: RunningService
    app: FastAPI
    server: uvicorn.Server
    url: str

    @property
    def operations(self) -> dict[str, str]:
        """Headers of head office operations."""
        return self.service.bearer(kind="staff", subject="ops.qian", roles=["OPERATIONS"], outlets=["HEAD_OFFICE"])

    async def archive(self, events: Iterable[Event]) -> None:
        """The events arrive over the broker, a batch over all topics at a time, and are archived."""
        arriving = records(events)
        for start in range(0, len(arriving), _BATCH):
            await self.service.broker.publish(arriving[start : start + _BATCH])
            await self.service.broker.deliver()

    async def get(self, path: str) -> httpx.Response:
        """A read as head office operations."""
        return await self.service.get(path, self.operations)


@asynccontextmanager
async def served_ops(postgres: PostgresForTests, http: httpx.AsyncClient | None = None) -> AsyncIterator[ServedOps]:
    """A migrated database, the runtime without its loops, and uvicorn on a free port."""
    apps: list[FastAPI] = []
    server = uvicorn.Server(uvicorn.Config(app=lambda: None, port=0, lifespan="off", log_config=None, timeout_graceful_shutdown=5))

    def remembered(settings: OpsSettings, overrides: Overrides) -> FastAPI:
        apps.append(create_app(settings, overrides))
        return apps[0]

    async with postgres.migrated("ops") as database:
        socket = server.config.bind_socket()
        url = f"http://127.0.0.1:{socket.getsockname()[1]}"
        extra = {"session_key": SESSION_KEY, "public_url": url, "client_id": "ops", "http": http}
        async with running(remembered, OpsSettings, database.url, **extra) as service:
            server.config.app = apps[0]
            serving = asyncio.create_task(server.serve(sockets=[socket]))
            await eventually(lambda: server.started, seconds=_START_SECONDS)
            yield ServedOps(service, apps[0], server, url)
            apps[0].state.live_feed.close()
            server.should_exit = True
            await serving
