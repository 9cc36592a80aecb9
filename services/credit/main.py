"""The credit process: `python -m services.credit.main`."""
from __future__ import annotations

from fastapi import FastAPI

from services.credit.bootstrap import define
from services.credit.settings import CreditSettings
from shared.runtime.app import create_service_app
from shared.runtime.runtime import Overrides
from shared.runtime.serve import serve


def create_app(settings: CreditSettings, overrides: Overrides | None = None) -> FastAPI:
    """The application; its lifespan runs relay, consumer and due commands as the role says."""
    return create_service_app(settings, define(settings), overrides or Overrides())


if __name__ == "__main__":
    serve(create_app, CreditSettings)
