"""Kafka topics of the platform: one per aggregate stream."""
from __future__ import annotations

from shared.schemas.registry import EVENTS, SUBSCRIPTIONS

TOPICS: tuple[str, ...] = tuple(sorted({event.topic() for event in EVENTS.values()}))


def topics_of(service: str) -> tuple[str, ...]:
    """Topics a service's consumer reads."""
    return tuple(sorted({event.topic() for event in SUBSCRIPTIONS[service]}))
