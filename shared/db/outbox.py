"""Events leave with the transaction that caused them: one statement gives numbers and inserts the rows."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.kernel.context import CommandContext
from shared.schemas.event import Event

# Numbers are taken in (type, id) order, so that two transactions never wait for each other in a circle.
_INSERT = text("""
WITH event AS (
    SELECT * FROM unnest(
        CAST(:ids AS uuid[]), CAST(:aggregates AS text[]), CAST(:aggregate_ids AS text[]), CAST(:types AS text[]),
        CAST(:payloads AS text[]), CAST(:topics AS text[]), CAST(:keys AS text[]), CAST(:parties AS uuid[])
    ) WITH ORDINALITY AS e(id, aggregatetype, aggregateid, type, payload, topic, partition_key, party_id, place)
), number AS (
    INSERT INTO aggregate_sequence AS s (aggregatetype, aggregateid, last_seq)
    SELECT aggregatetype, aggregateid, count(*) FROM event GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (aggregatetype, aggregateid) DO UPDATE SET last_seq = s.last_seq + excluded.last_seq
    RETURNING aggregatetype, aggregateid, last_seq
)
INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, aggregate_seq, topic, partition_key, party_id,
                    correlation_id, causation_id, occurred_at)
SELECT event.id, aggregatetype, aggregateid, event.type, CAST(event.payload AS jsonb),
       number.last_seq - count(*) OVER (PARTITION BY aggregatetype, aggregateid)
           + row_number() OVER (PARTITION BY aggregatetype, aggregateid ORDER BY event.place),
       event.topic, event.partition_key, event.party_id,
       CAST(:correlation_id AS uuid), CAST(:causation_id AS text), CAST(:occurred_at AS timestamptz)
FROM event JOIN number USING (aggregatetype, aggregateid)
ORDER BY event.place
""")


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """An event with the id it will keep for ever."""

    event_id: str
    event: Event


async def insert_events(
    connection: AsyncConnection, pending: Sequence[PendingEvent], context: CommandContext, occurred_at: datetime
) -> None:
    """Writes the outbox rows of one transaction; aggregate numbers are dense and given under their lock."""
    events = [item.event for item in pending]
    await connection.execute(
        _INSERT,
        {
            "ids": [item.event_id for item in pending],
            "aggregates": [f"{event.producer}.{event.aggregate}" for event in events],
            "aggregate_ids": [event.aggregate_id for event in events],
            "types": [event.event_type() for event in events],
            "payloads": [event.model_dump_json() for event in events],
            "topics": [event.topic() for event in events],
            "keys": [event.partition_key for event in events],
            "parties": [event.owner_party_id for event in events],
            "correlation_id": context.correlation_id,
            "causation_id": context.causation_id,
            "occurred_at": occurred_at,
        },
    )
