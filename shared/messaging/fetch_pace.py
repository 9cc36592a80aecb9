"""How long the embedded broker holds an empty fetch: briefly while events flow, long while nothing happens.

Kafka answers a waiting fetch the moment a record arrives; the embedded broker looks only a few times per wait. A short
wait makes it quick and costs processor time, a long one is cheap and slow, so the wait follows the traffic.
"""
from __future__ import annotations

from kafka import KafkaConsumer

QUIET_FETCH_MS = 500
BUSY_FETCH_MS = 80
POLLS_UNTIL_QUIET = 40
"""Empty polls in a row after which the traffic counts as over."""


class FetchPace:
    """Sets the wait of one consumer's next fetches; the client reads it for each request."""

    def __init__(self, consumer: KafkaConsumer) -> None:
        self._settings = consumer._fetcher.config  # noqa: SLF001 - the client offers no public way to change it
        self._empty_polls = POLLS_UNTIL_QUIET

    def follow(self, *, received: bool) -> None:
        """Tells how the last poll ended."""
        self._empty_polls = 0 if received else self._empty_polls + 1
        self._settings["fetch_max_wait_ms"] = BUSY_FETCH_MS if self._empty_polls < POLLS_UNTIL_QUIET else QUIET_FETCH_MS

    @property
    def poll_ms(self) -> int:
        """How long to poll: about one fetch, so that empty ones are counted while busy."""
        return int(self._settings["fetch_max_wait_ms"]) // 2 + 20
