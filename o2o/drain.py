"""How much is still on its way between the services: before a stop, and before anything is checked, it should be nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import asyncpg

from shared.schemas.registry import SUBSCRIPTIONS, wanted_by

INTERVAL_SECONDS = 0.1
_TABLES = "SELECT to_regclass('outbox') IS NOT NULL AND to_regclass('inbox') IS NOT NULL"
_UNPUBLISHED = "SELECT count(*) FROM outbox WHERE published_at IS NULL"
_EMITTED = "SELECT type, count(*) AS events FROM outbox GROUP BY type"
_TAKEN = "SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM parked_event WHERE state = 'PARKED')"


async def backlog(urls: Mapping[str, str]) -> dict[str, int]:
    """Events not yet published, or not yet taken in by a subscriber, by service. `urls` are the checker's, by service."""
    connections = {name: await asyncpg.connect(url) for name, url in urls.items()}
    try:
        ready = {name: connection for name, connection in connections.items() if await connection.fetchval(_TABLES)}
        waiting = {name: int(await connection.fetchval(_UNPUBLISHED)) for name, connection in ready.items()}
        emitted: dict[str, int] = {}
        for connection in ready.values():
            emitted |= {row["type"]: row["events"] for row in await connection.fetch(_EMITTED)}
        for name in ready.keys() & SUBSCRIPTIONS.keys():
            wanted = sum(emitted.get(event_type, 0) for event_type in wanted_by(name))
            waiting[name] += max(0, wanted - int(await ready[name].fetchval(_TAKEN)))
        return {name: count for name, count in waiting.items() if count}
    finally:
        await asyncio.gather(*(connection.close() for connection in connections.values()))


async def drain(urls: Mapping[str, str], *, seconds: float) -> dict[str, int]:
    """Wait until nothing is on its way, at most so long; what is left."""
    loop = asyncio.get_running_loop()
    give_up = loop.time() + seconds
    while (left := await backlog(urls)) and loop.time() < give_up:
        await asyncio.sleep(INTERVAL_SECONDS)
    return left
