"""The FastAPI application of a service definition."""
from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from shared.observability.logging import configure_logging
from shared.runtime.definition import ServiceDefinition
from shared.runtime.runtime import Overrides, Runtime
from shared.settings import ServiceSettings
from shared.web import health
from shared.web.body_guard import BodyGuard
from shared.web.problem import install_problem_handlers

_NO_OVERRIDES = Overrides()


def create_service_app(
    settings: ServiceSettings, definition: ServiceDefinition, overrides: Overrides = _NO_OVERRIDES
) -> FastAPI:
    """An application whose lifespan starts and stops the service's runtime (`app.state.runtime`)."""
    configure_logging(settings.service, settings.log_level)
    runtime = Runtime(settings, definition, overrides)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await runtime.start()
        yield
        await runtime.stop()

    interactive = settings.env != "prod"
    app = FastAPI(
        title=definition.title,
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json" if interactive else None,
    )
    app.state.runtime = runtime
    install_problem_handlers(app)
    for router in definition.routers:
        app.include_router(router)
    app.include_router(health.router)
    app.add_middleware(BodyGuard, clock=runtime.clock, open_paths=definition.open_paths)
    return app
