"""A port nobody uses at the moment."""
from __future__ import annotations

import socket


def free_port() -> int:
    """Chosen by the kernel; free again as soon as this returns."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
