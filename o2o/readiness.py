"""Waits until every service says that it can work."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx

from o2o.errors import PlatformError

READY_SECONDS = 60.0
INTERVAL_SECONDS = 0.1


async def wait_until_ready(urls: Mapping[str, str], *, seconds: float = READY_SECONDS) -> None:
    """Ask each `/health/ready` until it answers 200; PlatformError with each late one's own reason."""
    reasons: dict[str, str] = {}

    async def one(client: httpx.AsyncClient, name: str, url: str) -> None:
        while (reason := await _not_ready(client, url)) is not None:
            reasons[name] = reason
            await asyncio.sleep(INTERVAL_SECONDS)
        reasons.pop(name, None)

    async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
        try:
            async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
                for name, url in urls.items():
                    group.create_task(one(client, name, url))
        except TimeoutError:
            rows = "\n".join(f"  {name}: {reason}" for name, reason in reasons.items())
            raise PlatformError(
                zh=f"{seconds:.0f} 秒内仍未就绪:\n{rows}\n请看 .run/logs 中它们的日志。",
                en=f"Not ready after {seconds:.0f} s: the services above, each with its reason. Their logs are in .run/logs.",
            ) from None


async def _not_ready(client: httpx.AsyncClient, url: str) -> str | None:
    try:
        response = await client.get(f"{url}/health/ready")
    except httpx.TransportError as error:
        return repr(error)
    return None if response.status_code == httpx.codes.OK else response.text[:300]
