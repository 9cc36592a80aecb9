"""`python -m services.sandbox.main`: the outside world in one process."""
from __future__ import annotations

from fastapi import FastAPI

from services.sandbox.bootstrap import build
from services.sandbox.settings import SandboxSettings
from shared.runtime.serve import serve


def create_app(settings: SandboxSettings) -> FastAPI:
    """The application of these settings."""
    return build(settings)


if __name__ == "__main__":
    serve(create_app, SandboxSettings)
