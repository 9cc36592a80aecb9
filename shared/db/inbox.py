"""Each event has its effect once: its id is inserted in the transaction of the effect."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.schemas.event import Envelope

_INSERT = text("""
INSERT INTO inbox (event_id, type, subject, sequence, received_at)
SELECT *, CAST(:received_at AS timestamptz) FROM unnest(
    CAST(:ids AS uuid[]), CAST(:types AS text[]), CAST(:subjects AS text[]), CAST(:sequences AS bigint[]))
ON CONFLICT (event_id) DO NOTHING
RETURNING event_id
""")


async def accept(
    connection: AsyncConnection, envelopes: Sequence[Envelope], received_at: datetime
) -> list[Envelope]:
    """The envelopes seen for the first time, in their order; the others have had their effect already."""
    rows = await connection.execute(
        _INSERT,
        {
            "received_at": received_at,
            "ids": [envelope.event_id for envelope in envelopes],
            "types": [envelope.event_type for envelope in envelopes],
            "subjects": [envelope.subject for envelope in envelopes],
            "sequences": [envelope.sequence for envelope in envelopes],
        },
    )
    fresh = {str(row.event_id) for row in rows}
    return [envelope for envelope in envelopes if envelope.event_id in fresh]
