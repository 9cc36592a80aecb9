"""Runs one service process; says clearly why it cannot start."""
from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError

from shared.settings import ServiceSettings

Settings = TypeVar("Settings", bound=ServiceSettings)
_CONFIGURATION_ERROR = 2


def load_settings(settings_class: type[Settings]) -> Settings:
    """The settings of the environment; on a fault prints which variable is wrong and exits with 2."""
    try:
        return settings_class()
    except ValidationError as error:
        prefix = settings_class.model_config.get("env_prefix", "")
        for fault in error.errors():
            name = prefix + "__".join(str(part) for part in fault["loc"]).upper()
            print(f"cannot start: {name}: {fault['msg']}", file=sys.stderr)
        sys.exit(_CONFIGURATION_ERROR)


def serve(create_app: Callable[[Settings], FastAPI], settings_class: type[Settings]) -> None:
    """One uvicorn process on the configured address, until SIGTERM."""
    settings = load_settings(settings_class)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=8,
        timeout_keep_alive=75,
    )
