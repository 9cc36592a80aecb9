"""One API worker as it is measured: HTTP, authorisation, command bus and due commands of credit; no relay, no consumer.

The core bank answers every pay-out at once, inside the process: the floor script has none either.
Environment: CREDIT_* as in production, BENCH_PUBLIC_KEY with the issuer's public key as a JWK.
"""
from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI
from jwt import PyJWK

from services.credit.main import create_app
from services.credit.settings import CreditSettings
from shared.messaging.memory_broker import MemoryBroker
from shared.runtime.runtime import Overrides, Runtime
from shared.runtime.serve import load_settings


class GivenKey:
    """The issuer's key, known beforehand."""

    def __init__(self, jwk: dict[str, str]) -> None:
        self._key = PyJWK(jwk, algorithm="ES256")

    async def key(self, _: str) -> PyJWK | None:
        """The one key."""
        return self._key


class PromptCoreBank(httpx.AsyncClient):
    """Every pay-out is paid; every token is given."""

    async def request(self, method: Any, url: Any, **_: Any) -> httpx.Response:
        return httpx.Response(200, content=b'{"status":"PAID","reason":null}', request=httpx.Request(method, url))

    async def post(self, url: Any, **_: Any) -> httpx.Response:
        body = {"access_token": "bench", "expires_in": 3600}
        return httpx.Response(200, json=body, request=httpx.Request("POST", url))


def make() -> FastAPI:
    """The application; its lifespan turns the due-command poller besides."""
    settings = load_settings(CreditSettings)
    key = GivenKey(json.loads(os.environ["BENCH_PUBLIC_KEY"]))
    app = create_app(settings, Overrides(broker=MemoryBroker(), keys=key, http=PromptCoreBank()))
    runtime: Runtime = app.state.runtime

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if runtime.definition.on_start is not None:
            await runtime.definition.on_start(runtime)
        polling = asyncio.create_task(runtime.poller.run())
        yield
        runtime.poller.stop()
        await polling
        await runtime.engine.dispose()

    app.router.lifespan_context = lifespan
    return app
