"""An in-process broker for tests: ordered topics, consumer groups with offsets, nothing durable."""
from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.messaging.broker import OutgoingRecord, Record, RecordHandler
from shared.messaging.merging import in_order_of_occurrence


@dataclass
class _Member:
    broker: MemoryBroker
    group: str
    topics: tuple[str, ...]
    handle: RecordHandler
    ready: bool = True

    async def stop(self) -> None:
        self.ready = False
        self.broker.members.remove(self)


@dataclass
class MemoryBroker:
    """Delivers only when told to: `await broker.deliver()` runs until nobody has anything left."""

    logs: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    offsets: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    members: list[_Member] = field(default_factory=list)
    refuse: bool = False

    async def publish(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        if self.refuse:
            return [False] * len(records)
        for record in records:
            log = self.logs[record.topic]
            log.append(Record(record.topic, 0, len(log), record.key, record.value, record.headers))
        return [True] * len(records)

    async def subscribe(self, group: str, topics: Sequence[str], handle: RecordHandler) -> _Member:
        member = _Member(self, group, tuple(topics), handle)
        self.members.append(member)
        return member

    async def deliver(self) -> int:
        """Hands every waiting record to its groups; returns how many were handed over."""
        delivered = 0
        for member in list(self.members):
            waiting = {topic: self.logs[topic][self.offsets[(member.group, topic)] :] for topic in member.topics}
            records = in_order_of_occurrence(waiting.values())
            if records:
                await member.handle(records)
            for topic, taken in waiting.items():
                self.offsets[(member.group, topic)] += len(taken)
            delivered += len(records)
        return delivered

    async def close(self) -> None:
        await asyncio.sleep(0)
