"""Topics for broker tests."""
from __future__ import annotations

from kafka.admin import KafkaAdminClient, NewTopic


def create_topic(bootstrap: str, name: str) -> None:
    """One partition."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics([NewTopic(name, 1, 1)])
    admin.close()
