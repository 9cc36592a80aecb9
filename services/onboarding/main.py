"""The onboarding process: `python -m services.onboarding.main`."""
from __future__ import annotations

from fastapi import FastAPI

from services.onboarding.bootstrap import define, identity_source_of
from services.onboarding.settings import OnboardingSettings
from shared.runtime.app import create_service_app
from shared.runtime.runtime import Overrides
from shared.runtime.serve import serve

_NO_OVERRIDES = Overrides()


def create_app(settings: OnboardingSettings, overrides: Overrides = _NO_OVERRIDES) -> FastAPI:
    """The application; its lifespan runs relay, consumer and due commands as the role says."""
    app = create_service_app(settings, define(settings), overrides)
    app.state.identity_source = identity_source_of(app.state.runtime)
    return app


if __name__ == "__main__":
    serve(create_app, OnboardingSettings)
