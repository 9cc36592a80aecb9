"""What leaves with a transaction, in one statement: its events, the work it schedules, the answer it remembers."""
from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.db.due_commands import Scheduled
from shared.db.idempotency import Answer, IdempotentRequest
from shared.kernel.context import CommandContext, Journey
from shared.schemas.event import Event

# Numbers are taken in (type, id) order, so that two transactions never wait for each other in a circle.
_DEPART = text("""
WITH event AS (
    SELECT * FROM unnest(
        CAST(:ids AS uuid[]), CAST(:aggregates AS text[]), CAST(:aggregate_ids AS text[]), CAST(:types AS text[]),
        CAST(:payloads AS text[]), CAST(:topics AS text[]), CAST(:keys AS text[]), CAST(:parties AS uuid[]),
        CAST(:correlations AS uuid[]), CAST(:causations AS text[])
    ) WITH ORDINALITY AS e(id, aggregatetype, aggregateid, type, payload, topic, partition_key, party_id, correlation_id,
                           causation_id, place)
), number AS (
    INSERT INTO aggregate_sequence AS s (aggregatetype, aggregateid, last_seq)
    SELECT aggregatetype, aggregateid, count(*) FROM event GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (aggregatetype, aggregateid) DO UPDATE SET last_seq = s.last_seq + excluded.last_seq
    RETURNING aggregatetype, aggregateid, last_seq
), told AS (
    INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, aggregate_seq, topic, partition_key, party_id,
                        correlation_id, causation_id, occurred_at)
    SELECT event.id, aggregatetype, aggregateid, event.type, CAST(event.payload AS jsonb),
           number.last_seq - count(*) OVER (PARTITION BY aggregatetype, aggregateid)
               + row_number() OVER (PARTITION BY aggregatetype, aggregateid ORDER BY event.place),
           event.topic, event.partition_key, event.party_id, event.correlation_id, event.causation_id,
           CAST(:now AS timestamptz)
    FROM event JOIN number USING (aggregatetype, aggregateid)
    ORDER BY event.place
), scheduled AS (
    INSERT INTO due_command (id, name, key, payload, due_at, correlation_id, causation_id)
    SELECT d.id, d.name, d.key, CAST(d.payload AS jsonb), d.due_at, CAST(:correlation_id AS uuid), CAST(:causation_id AS text)
    FROM unnest(CAST(:due_ids AS uuid[]), CAST(:due_names AS text[]), CAST(:due_keys AS text[]), CAST(:due_payloads AS text[]),
                CAST(:due_ats AS timestamptz[])) AS d(id, name, key, payload, due_at)
    ON CONFLICT (name, key) DO NOTHING
)
INSERT INTO idempotency (principal, key, fingerprint, status, headers, body, created_at)
SELECT :principal, :key, CAST(:fingerprint AS bytea), CAST(:status AS smallint), CAST(:headers AS jsonb), CAST(:body AS bytea),
       CAST(:now AS timestamptz)
WHERE CAST(:principal AS text) IS NOT NULL
""")


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """An event with the id it will keep for ever, and the journey it belongs to."""

    event_id: str
    event: Event
    journey: Journey


@dataclass(frozen=True, slots=True)
class Departure:
    """Everything of one transaction that others will hear of."""

    events: Sequence[PendingEvent]
    scheduled: Sequence[Scheduled]
    answered: tuple[IdempotentRequest, Answer] | None = None


async def write_departure(
    connection: AsyncConnection, departure: Departure, context: CommandContext, now: datetime
) -> None:
    """Aggregate numbers are dense and given under their lock; the same (name, key) scheduled twice is one."""
    pending, scheduled = departure.events, departure.scheduled
    events = [item.event for item in pending]
    request, answer = departure.answered or (None, None)
    await connection.execute(
        _DEPART,
        {
            "ids": [item.event_id for item in pending],
            "aggregates": [f"{event.producer}.{event.aggregate}" for event in events],
            "aggregate_ids": [event.aggregate_id for event in events],
            "types": [event.event_type() for event in events],
            "payloads": [event.model_dump_json() for event in events],
            "topics": [event.topic() for event in events],
            "keys": [event.partition_key for event in events],
            "parties": [event.owner_party_id for event in events],
            "correlations": [item.journey.correlation_id for item in pending],
            "causations": [item.journey.causation_id for item in pending],
            "due_ids": [row.id for row in scheduled],
            "due_names": [row.name for row in scheduled],
            "due_keys": [row.key for row in scheduled],
            "due_payloads": [json.dumps(row.payload) for row in scheduled],
            "due_ats": [row.due_at for row in scheduled],
            "principal": request.principal if request else None,
            "key": request.key if request else None,
            "fingerprint": request.fingerprint if request else None,
            "status": answer.status if answer else None,
            "headers": json.dumps(answer.headers) if answer else None,
            "body": answer.body if answer else None,
            "correlation_id": context.correlation_id,
            "causation_id": context.causation_id,
            "now": now,
        },
    )
