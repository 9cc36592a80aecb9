"""What the relay and the consumer need of a broker, and no more."""
from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class OutgoingRecord:
    """One record to publish."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers


@dataclass(frozen=True, slots=True)
class Record:
    """One record as read."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes
    headers: Headers


RecordHandler = Callable[[Sequence[Record]], Coroutine[Any, Any, None]]


class Subscription(Protocol):
    """A running consumer-group member."""

    @property
    def ready(self) -> bool:
        """Whether partitions are assigned."""
        ...

    async def stop(self) -> None:
        """Leaves the group; records not yet handled come again."""
        ...


class Broker(Protocol):
    """Publishing with acknowledgement, and group consumption with offsets committed after handling."""

    async def publish(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Sends all; per record whether the broker acknowledged it."""
        ...

    async def subscribe(self, group: str, topics: Sequence[str], handle: RecordHandler) -> Subscription:
        """Delivers batches to `handle` one after the other; commits offsets when it returned."""
        ...

    async def close(self) -> None:
        """Flushes and disconnects."""
        ...
