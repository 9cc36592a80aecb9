"""Notices the server's exit signal: an open stream would otherwise hold the process until uvicorn gives up on it."""
from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from types import FrameType

import uvicorn

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def on_server_exit(act: Callable[[], None]) -> None:
    """Runs `act` in the running loop as soon as uvicorn is told to stop; does nothing under another server."""
    handlers = [signal.getsignal(number) for number in _SIGNALS]
    server = getattr(handlers[0], "__self__", None)
    if not isinstance(server, uvicorn.Server):
        return
    loop = asyncio.get_running_loop()

    def handle_exit(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(act)
        server.handle_exit(number, frame)

    for number in _SIGNALS:
        signal.signal(number, handle_exit)
