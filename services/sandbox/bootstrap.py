"""The one place that constructs: engine, bus, issuer, faults, callbacks, and the application on them."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.sandbox.adapters.callback_dispatcher import CallbackDispatcher
from services.sandbox.adapters.signing_key import SigningKey
from services.sandbox.adapters.unit_of_work import SqlSandboxUnitOfWork
from services.sandbox.api import core_bank, faults, identity, ledger, oidc, people, records
from services.sandbox.application.commands import SettlePayout
from services.sandbox.application.fault_board import FaultBoard
from services.sandbox.application.handlers import COMMAND_HANDLERS
from services.sandbox.application.issuer import Issuer
from services.sandbox.domain.oidc import OAuthRefusal
from services.sandbox.settings import SandboxSettings
from shared.command_bus import CommandBus
from shared.db.engine import create_engine
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM, Authorizer
from shared.kernel.clock import Clock, SystemClock
from shared.kernel.context import CommandContext
from shared.observability.logging import configure_logging
from shared.web import health
from shared.web.auth import Authenticator
from shared.web.body_guard import BodyGuard
from shared.web.problem import install_problem_handlers

ROUTERS = (oidc.router, core_bank.router, ledger.router, identity.router, records.router, people.router, faults.router)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What tests replace; None keeps the real thing."""

    clock: Clock | None = None
    http: httpx.AsyncClient | None = None


_NO_OVERRIDES = Overrides()


class SandboxWorld:
    """The parts of the running outside world; constructing it connects to nothing yet."""

    def __init__(self, settings: SandboxSettings, overrides: Overrides) -> None:
        secrets = {name: secret.get_secret_value() for name, secret in settings.clients.items()}
        signing_key = SigningKey.load(settings.issuer_key_file)
        self.settings = settings
        self.clock: Clock = overrides.clock or SystemClock()
        self.engine = create_engine(settings)
        self.http = overrides.http or httpx.AsyncClient(trust_env=False)
        self.faults = FaultBoard()
        self.jwks = {"keys": [signing_key.jwk]}
        self.issuer = Issuer(url=settings.oidc_issuer, clients=secrets, signer=signing_key, clock=self.clock)
        self.authenticator = Authenticator(
            issuer=self.issuer.url, audience=settings.service, keys=signing_key, clock=self.clock
        )
        self.callbacks = CallbackDispatcher(
            engine=self.engine, http=self.http, clock=self.clock, secrets=secrets, settle=self._settle
        )
        self.bus = CommandBus(
            engine=self.engine,
            unit_of_work=SqlSandboxUnitOfWork,
            handlers=COMMAND_HANDLERS,
            clock=self.clock,
            authorizer=Authorizer({}),
            after_commit=self.callbacks.wake,
        )
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins to send callbacks."""
        self._task = asyncio.create_task(self.callbacks.run(), name="callbacks")

    async def stop(self) -> None:
        """Stops sending; what is due stays in the database."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self.http.aclose()
        await self.engine.dispose()

    async def not_ready(self) -> list[str]:
        """What is missing before this process can work; empty when it is ready."""
        try:
            async with self.engine.connect() as connection:
                await connection.execute(text("SELECT 1 FROM person LIMIT 1"))
        except (OSError, SQLAlchemyError) as error:
            return [f"database: {type(error).__name__}"]
        return []

    async def measure(self) -> None:
        """Nothing here is read from the database for metrics."""

    async def _settle(self, request_no: str) -> None:
        copies = 2 if self.faults.of("corebank").duplicate_callbacks else 1
        context = CommandContext(principal=SYSTEM, correlation_id=new_id())
        await self.bus.handle(SettlePayout(request_no, copies), context)


def build(settings: SandboxSettings, overrides: Overrides = _NO_OVERRIDES) -> FastAPI:
    """The application; its lifespan starts and stops the world (`app.state.runtime`)."""
    configure_logging(settings.service, settings.log_level)
    world = SandboxWorld(settings, overrides)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await world.start()
        yield
        await world.stop()

    app = FastAPI(title="The outside world", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.runtime = world
    install_problem_handlers(app)
    app.add_exception_handler(OAuthRefusal, oidc.on_oauth_refusal)
    for router in (*ROUTERS, health.router):
        app.include_router(router)
    app.add_middleware(faults.FaultGate, board=world.faults)
    app.add_middleware(BodyGuard, clock=world.clock, open_paths=oidc.OPEN_PATHS)
    return app
