"""Prometheus metrics of the plumbing; services add their own beside the code that measures."""
from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

HTTP_SECONDS = Histogram(
    "http_request_seconds", "Time to answer by route template", ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
COMMAND_RETRIES = Counter("command_retries_total", "Transactions repeated after a deadlock or serialization failure")
INBOX_DUPLICATES = Counter("inbox_duplicates_total", "Events received again and absorbed")
EVENTS_PUBLISHED = Counter("events_published_total", "Outbox rows acknowledged by the broker")
EVENTS_HANDLED = Counter("events_handled_total", "Events that had their effect", ["type"])
EVENT_SECONDS = Histogram(
    "event_end_to_end_seconds", "From occurrence to handled",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300),
)
OUTBOX_UNPUBLISHED = Gauge("outbox_unpublished", "Outbox rows not yet acknowledged")
OUTBOX_OLDEST_AGE = Gauge("outbox_oldest_age_seconds", "Age of the oldest unpublished row")
PARKED_EVENTS = Gauge("parked_events", "Events set aside with their key")
CONSUMER_LAG = Gauge("kafka_consumergroup_lag", "Records behind the high watermark", ["topic", "partition"])
DUE_COMMANDS_FAILED = Counter("due_commands_failed_total", "Runs of due work that failed and were postponed", ["name"])
