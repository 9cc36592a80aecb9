"""Creates the topics the published language declares: `python -m shared.messaging.topic_admin HOST:PORT PARTITIONS`."""
from __future__ import annotations

import sys

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import TopicAlreadyExistsError

from shared.schemas.topics import TOPICS

_REQUEST_MS = 10_000


def create_topics(bootstrap: str, *, partitions: int, replication: int = 1) -> int:
    """Blocking. Returns how many were missing; each gets all its partitions at once, as the embedded broker cannot add any later.

    Raises KafkaError when the broker cannot be reached or refuses.
    """
    admin = KafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=_REQUEST_MS)
    try:
        missing = sorted(set(TOPICS) - set(admin.list_topics()))
        if missing:
            admin.create_topics([NewTopic(name, partitions, replication) for name in missing])
    except TopicAlreadyExistsError:
        return 0  # another starter was quicker
    finally:
        admin.close()
    return len(missing)


if __name__ == "__main__":
    print(create_topics(sys.argv[1], partitions=int(sys.argv[2])), "topics created")
