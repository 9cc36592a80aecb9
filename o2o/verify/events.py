"""Every event left once in order, and had its effect once wherever it was wanted."""

from __future__ import annotations

from o2o.verify.finding import Finding, described
from o2o.verify.snapshot import Snapshot
from shared.schemas.registry import SUBSCRIPTIONS, wanted_by

_GAPS = """
SELECT aggregatetype, aggregateid, count(*), max(aggregate_seq) FROM outbox
GROUP BY 1, 2 HAVING count(*) <> max(aggregate_seq) OR min(aggregate_seq) <> 1
"""
_PUBLISHED = "SELECT id FROM outbox WHERE type = ANY($1)"
_RECEIVED = "SELECT event_id FROM inbox"
_LOG_GAPS = "SELECT count(*), max(log_id), min(log_id) FROM event_log"
_UNFINISHED = "SELECT name, key FROM due_command WHERE done_at IS NULL AND attempts >= 20"


async def sequences_are_dense(snapshot: Snapshot) -> Finding:
    """The events of each aggregate are numbered 1, 2, 3 … without a gap."""
    events = 0
    gaps: tuple[str, ...] = ()
    for service in SUBSCRIPTIONS:
        events += await snapshot.number(service, "SELECT count(*) FROM outbox")
        gaps += described(await snapshot.rows(service, _GAPS), service)
    return Finding({"events": events}, gaps)


async def inboxes_hold_what_was_published(snapshot: Snapshot) -> Finding:
    """Each event is in the inbox of every service that subscribes to it, once, and nothing else is."""
    effects, differences = 0, []
    for consumer in SUBSCRIPTIONS:
        wanted = list(wanted_by(consumer))
        published = {row[0] for producer in SUBSCRIPTIONS for row in await snapshot.rows(producer, _PUBLISHED, wanted)}
        received = {row[0] for row in await snapshot.rows(consumer, _RECEIVED)}
        effects += len(received)
        differences += [f"{consumer} misses {event_id}" for event_id in published - received]
        differences += [f"{consumer} invented {event_id}" for event_id in received - published]
    return Finding({"effects": effects}, tuple(differences))


async def nothing_is_parked(snapshot: Snapshot) -> Finding:
    """No event was set aside, and no due work was given up."""
    looked = 0
    stuck: tuple[str, ...] = ()
    for service in SUBSCRIPTIONS:
        looked += await snapshot.number(service, "SELECT count(*) FROM inbox")
        stuck += described(await snapshot.rows(service, "SELECT event_id, error FROM parked_event WHERE state = 'PARKED'"), service)
        stuck += described(await snapshot.rows(service, _UNFINISHED), f"{service} gave up")
    return Finding({"received events": looked}, stuck)


async def archive_is_complete(snapshot: Snapshot) -> Finding:
    """The archive numbers its events without a gap and holds as many as its inbox."""
    count, last, first = (await snapshot.rows("ops", _LOG_GAPS))[0]
    inbox = await snapshot.number("ops", "SELECT count(*) FROM inbox")
    gap = () if count and (first, last) == (1, count) else (f"{count} rows from {first} to {last}",)
    return Finding({"archived events": count}, gap + (() if count == inbox else (f"archive {count} ≠ inbox {inbox}",)))
