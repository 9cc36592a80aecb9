"""Is a port free, and if not, who has it."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path

from o2o.errors import PlatformError
from o2o.topology import LOOPBACK

_LISTEN = "0A"


def require_free(ports: Mapping[str, int]) -> None:
    """Raises PlatformError that names every taken port and, where this user may know it, the process."""
    taken = {name: port for name, port in ports.items() if not is_free(port)}
    if not taken:
        return
    rows = "\n".join(f"  {port} ({name}): {holder(port) or '?'}" for name, port in taken.items())
    raise PlatformError(
        zh=f"端口被占用:\n{rows}\n请停止占用它的程序,或用 O2O_PORT_OFFSET=1000 换一组端口。",
        en="The ports above are taken. Stop the program that has them, or move all ports with O2O_PORT_OFFSET=1000.",
    )


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def holder(port: int) -> str | None:
    """`pid command` of the process that listens on the port; None where it belongs to another user."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for descriptors in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(os.readlink(entry) in sockets for entry in descriptors.iterdir()):  # noqa: PTH115 - a socket link is no path
                command = (descriptors.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
                return f"{descriptors.parent.name} {command[:120]}"
        except OSError:
            continue  # ended meanwhile, or not ours to look into
    return None


def _listening_inodes(port: int) -> set[str]:
    inodes = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            fields = line.split()
            if fields[3] == _LISTEN and int(fields[1].rsplit(":", 1)[1], 16) == port:
                inodes.add(fields[9])
    return inodes
