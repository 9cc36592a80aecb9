"""The collections process: `python -m services.collections.main`."""
from __future__ import annotations

from fastapi import FastAPI

from services.collections.bootstrap import define, vault_of
from services.collections.settings import CollectionsSettings
from shared.runtime.app import create_service_app
from shared.runtime.runtime import Overrides
from shared.runtime.serve import serve


def create_app(settings: CollectionsSettings, overrides: Overrides | None = None) -> FastAPI:
    """The application; its lifespan runs relay, consumer and due commands as the role says."""
    app = create_service_app(settings, define(settings), overrides or Overrides())
    app.state.vault = vault_of(app.state.runtime)
    return app


if __name__ == "__main__":
    serve(create_app, CollectionsSettings)
