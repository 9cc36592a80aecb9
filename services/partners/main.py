"""The partners process: `python -m services.partners.main`."""
from __future__ import annotations

from fastapi import FastAPI

from services.partners.application.ports import Resolver
from services.partners.bootstrap import Parts, define
from services.partners.settings import PartnersSettings
from shared.runtime.app import create_service_app
from shared.runtime.runtime import Overrides
from shared.runtime.serve import serve


def create_app(
    settings: PartnersSettings, overrides: Overrides | None = None, resolver: Resolver | None = None
) -> FastAPI:
    """The application; its lifespan runs relay, consumer and deliveries as the role says."""
    parts = Parts(settings, resolver)
    app = create_service_app(settings, define(parts), overrides or Overrides())
    app.state.edge = parts.edge(app.state.runtime)
    return app


if __name__ == "__main__":
    serve(create_app, PartnersSettings)
