"""`python -m services.ops.main`: one process of ops."""
from __future__ import annotations

from fastapi import FastAPI

from services.ops.bootstrap import build
from services.ops.settings import OpsSettings
from shared.runtime.runtime import Overrides
from shared.runtime.serve import serve

_NO_OVERRIDES = Overrides()


def create_app(settings: OpsSettings, overrides: Overrides = _NO_OVERRIDES) -> FastAPI:
    """The application; `overrides` are for tests."""
    return build(settings, overrides)


if __name__ == "__main__":
    serve(create_app, OpsSettings)
