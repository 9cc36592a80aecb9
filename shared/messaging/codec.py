"""Envelope to Kafka headers and back: CloudEvents 1.0 binary mode."""
from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from shared.messaging.broker import OutgoingRecord, Record
from shared.schemas.event import Envelope

_SEQUENCE_WIDTH = 10


class MalformedEvent(Exception):
    """A record that no retry can mend: missing headers or a payload that is not a JSON object."""


def to_record(row: Any) -> OutgoingRecord:
    """The record of an outbox row."""
    party = str(row["party_id"]) if row["party_id"] else ""
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(row["id"]),
        "ce_source": f"/{row['aggregatetype'].partition('.')[0]}",
        "ce_type": row["type"],
        "ce_subject": row["aggregateid"],
        "ce_sequence": str(row["aggregate_seq"]).zfill(_SEQUENCE_WIDTH),
        "ce_time": instant_text(row["occurred_at"]),
        "ce_partitionkey": row["partition_key"],
        "ce_partyid": party,
        "ce_correlationid": str(row["correlation_id"]),
        "ce_causationid": row["causation_id"] or "",
        "content-type": "application/json",
    }
    encoded = tuple((name, value.encode()) for name, value in headers.items() if value)
    value = json.dumps(json.loads(row["payload"]), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return OutgoingRecord(row["topic"], row["partition_key"].encode(), value.encode(), encoded)


def to_envelope(record: Record) -> Envelope:
    """The envelope of a record; raises MalformedEvent."""
    try:
        headers = {name: value.decode() for name, value in record.headers}
        payload = json.loads(record.value)
        if not isinstance(payload, dict):
            raise MalformedEvent("the payload is not an object")
        return Envelope(
            event_id=headers["ce_id"],
            event_type=headers["ce_type"],
            subject=headers["ce_subject"],
            sequence=int(headers["ce_sequence"]),
            occurred_at=headers["ce_time"],
            correlation_id=headers["ce_correlationid"],
            causation_id=headers.get("ce_causationid"),
            party_id=headers.get("ce_partyid"),
            partition_key=headers["ce_partitionkey"],
            payload=payload,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
        )
    except (KeyError, ValueError, UnicodeDecodeError) as error:
        raise MalformedEvent(f"{type(error).__name__}") from error


def instant_text(instant: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, `2026-11-22T02:03:04.567Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(text: str) -> datetime:
    """The instant of an RFC 3339 text."""
    return datetime.fromisoformat(text)
