"""Several partitions as one stream, so that a day's end does not overtake what happened on the day."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge

from shared.messaging.broker import Record


def in_order_of_occurrence(partitions: Iterable[list[Record]]) -> list[Record]:
    """Records merged by the time they occurred; the order within each partition is never changed."""
    streams = [_with_time(records) for records in partitions]
    return [record for _, record in merge(*streams, key=lambda timed: timed[0])]


def _with_time(records: list[Record]) -> Iterator[tuple[bytes, Record]]:
    """Each record with the latest time seen so far in its partition; RFC 3339 in UTC sorts as text."""
    latest = b""
    for record in records:
        latest = max(latest, dict(record.headers).get("ce_time", b""))
        yield latest, record
