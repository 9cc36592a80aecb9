"""From a commit in one service to handled in another, at a steady 200 events a second.

`make bench-events` starts a platform of its own, writes events into the outbox of `partners` exactly as its command bus
does (one transaction each, then NOTIFY), and reads from the inbox of `ops` when each was handled.
"""
from __future__ import annotations

import asyncio
import sys

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from o2o.options import Options
from o2o.paths import PROJECT_ROOT, RunDirectory
from o2o.platform import Platform
from o2o.secrets import SecretStore
from o2o.topology import LOOPBACK
from shared.db.departure import Departure, PendingEvent, write_departure
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM
from shared.kernel.clock import SystemClock
from shared.kernel.context import CommandContext
from shared.schemas.events.partners import PartnerStatusChanged

PORT_OFFSET = 4000
EVENTS_PER_SECOND = 200
SECONDS = 20
PARTNERS = 500
_HANDLED = """
SELECT count(*) AS handled,
       percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM i.received_at - e.occurred_at) * 1000) AS ms
FROM inbox i JOIN event_log e USING (event_id) WHERE i.type LIKE '%PartnerStatusChanged%'
"""


async def main(events_per_second: int) -> None:
    """Prints p50 and p99 of the way from occurrence to effect."""
    options = Options(run=RunDirectory(PROJECT_ROOT / ".run" / "bench"), port_offset=PORT_OFFSET, fresh=True)
    with Platform.start(options) as platform:
        password = SecretStore(options.run.secrets).password("postgres/partners")
        url = f"postgresql+asyncpg://partners:{password}@{LOOPBACK}:{options.postgres_port}/partners"
        engine = create_async_engine(url, pool_size=8)
        await write(engine, events_per_second)
        await engine.dispose()
        handled, (p50, p99) = await handled_by_ops(platform, events_per_second * SECONDS)
    print(f"{events_per_second} events/s, {handled} handled: p50 {p50:.0f} ms, p99 {p99:.0f} ms (aim p50 <= 60 on the embedded broker)")


async def write(engine: AsyncEngine, events_per_second: int) -> None:
    """One transaction an event, evenly spread."""
    clock, partners = SystemClock(), [new_id() for _ in range(PARTNERS)]
    began = clock.monotonic()
    running = []
    for number in range(events_per_second * SECONDS):
        await asyncio.sleep(max(began + number / events_per_second - clock.monotonic(), 0))
        running.append(asyncio.create_task(_commit(engine, partners[number % PARTNERS], clock)))
    await asyncio.gather(*running)


async def _commit(engine: AsyncEngine, partner_id: str, clock: SystemClock) -> None:
    event = PartnerStatusChanged(partner_id=partner_id, partner_type="CORE_FIRM", status="LISTED", name="bench")
    async with engine.begin() as connection:
        context = CommandContext(SYSTEM, new_id())
        pending = PendingEvent(new_id(), event, context.journey)
        await write_departure(connection, Departure([pending], []), context, clock.now())
        await connection.exec_driver_sql("NOTIFY outbox")


async def handled_by_ops(platform: Platform, expected: int) -> tuple[int, list[float]]:
    """Waits until ops has handled everything, at most a minute."""
    connection = await asyncpg.connect(platform.verifier_url("ops"))
    try:
        for _ in range(120):
            row = await connection.fetchrow(_HANDLED)
            if row["handled"] >= expected:
                break
            await asyncio.sleep(0.5)
        return row["handled"], row["ms"]
    finally:
        await connection.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS_PER_SECOND))
