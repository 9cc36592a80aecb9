"""The one place that constructs: what ops is to the platform, and the parts only ops has."""
from __future__ import annotations

from fastapi import FastAPI

from services.ops.adapters.issuer import Issuer
from services.ops.adapters.page_files import load_page_files
from services.ops.adapters.unit_of_work import SqlOpsUnitOfWork
from services.ops.api import events, forward, pages, reports, sign_in, stream
from services.ops.application.archive_events import archive_events
from services.ops.application.handlers import COMMAND_HANDLERS
from services.ops.application.permissions import PERMISSIONS
from services.ops.application.run_day_job import run_day_job
from services.ops.queries.live_feed import LiveFeed
from services.ops.settings import OpsSettings
from shared.db.engine import driver_url
from shared.runtime.app import create_service_app
from shared.runtime.definition import ServiceDefinition
from shared.runtime.runtime import Overrides, Runtime

DEFINITION = ServiceDefinition(
    name="ops",
    title="Operations: events, live page, sign-in",
    routers=(stream.router, events.router, reports.router, sign_in.router, forward.router, pages.router),
    unit_of_work=SqlOpsUnitOfWork,
    command_handlers=COMMAND_HANDLERS,
    permissions=PERMISSIONS,
    day_job=run_day_job,
    batch_effect=archive_events,
)


def build(settings: OpsSettings, overrides: Overrides) -> FastAPI:
    """The application with its live feed (which sleeps until somebody watches), its pages and its issuer."""
    app = create_service_app(settings, DEFINITION, overrides)
    runtime: Runtime = app.state.runtime
    app.state.live_feed = LiveFeed(runtime.engine, driver_url(settings))
    app.state.open_streams = 0
    app.state.page_files = load_page_files()
    app.state.issuer = Issuer(settings, runtime.http)
    return app
