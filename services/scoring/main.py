"""The scoring process: `python -m services.scoring.main`."""
from __future__ import annotations

from fastapi import FastAPI

from services.scoring.bootstrap import definition
from services.scoring.settings import ScoringSettings
from shared.runtime.app import create_service_app
from shared.runtime.runtime import Overrides
from shared.runtime.serve import serve

_NO_OVERRIDES = Overrides()


def create_app(settings: ScoringSettings, overrides: Overrides = _NO_OVERRIDES) -> FastAPI:
    """The application; its lifespan starts and stops the service."""
    return create_service_app(settings, definition(settings), overrides)


if __name__ == "__main__":
    serve(create_app, ScoringSettings)
