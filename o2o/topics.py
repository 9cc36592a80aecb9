"""Creates the topics that `shared/schemas` declares; those that exist stay as they are."""

from __future__ import annotations

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from o2o.errors import PlatformError
from shared.schemas.topics import TOPICS

_REQUEST_MS = 10_000


def ensure_topics(bootstrap: str, *, partitions: int) -> int:
    """Blocking. Returns how many were created, each with all its partitions at once: the embedded broker cannot add any later."""
    try:
        admin = KafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=_REQUEST_MS)
        try:
            missing = sorted(set(TOPICS) - set(admin.list_topics()))
            if missing:
                admin.create_topics([NewTopic(name, partitions, 1) for name in missing])
        finally:
            admin.close()
    except TopicAlreadyExistsError:
        return 0  # another starter was quicker
    except KafkaError as error:
        raise PlatformError(
            zh=f"无法在 {bootstrap} 上建立主题:{error!r}。请检查该 Kafka 是否可达。",
            en=f"Topics cannot be created at {bootstrap}: {error!r}. Is that Kafka reachable?",
        ) from error
    return len(missing)
