"""The topics of the published language, created before any service starts."""

from __future__ import annotations

from kafka.errors import KafkaError

from o2o.errors import PlatformError
from shared.messaging.topic_admin import create_topics


def ensure_topics(bootstrap: str, *, partitions: int) -> int:
    """Blocking. Returns how many were missing; PlatformError when the broker cannot be reached."""
    try:
        return create_topics(bootstrap, partitions=partitions)
    except KafkaError as error:
        raise PlatformError(
            zh=f"无法在 {bootstrap} 上建立主题:{error!r}。请检查该 Kafka 是否可达。",
            en=f"Topics cannot be created at {bootstrap}: {error!r}. Is that Kafka reachable?",
        ) from error
