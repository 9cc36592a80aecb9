"""One suite for every broker: in order per key, group offsets after handling, again after a failure, known when it forgot."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from o2o.embedded.broker import start_broker
from shared.db.unit_of_work import new_id
from shared.messaging.broker import Broker, OutgoingRecord, Record
from shared.messaging.kafka_broker import KafkaBroker
from shared.messaging.memory_broker import MemoryBroker
from tests.support.eventually import eventually
from tests.support.free_port import free_port
from tests.support.topics import create_topic

SECONDS = 20.0


@dataclass
class Bench:
    """A broker under test, and how its deliveries are pushed on."""

    broker: Broker
    new_topic: Callable[[], str]
    push: Callable[[], Awaitable[Any]]


@pytest.fixture(params=["memory", "embedded"])
async def bench(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Bench]:
    """The in-memory broker, and the embedded one over the real client."""
    if request.param == "memory":
        memory = MemoryBroker()
        yield Bench(memory, new_id, memory.deliver)
        return
    port = free_port()
    program = await start_broker(port=port, directory=tmp_path, log=tmp_path / "broker.log")
    broker = KafkaBroker(f"127.0.0.1:{port}", "embedded", "test")

    def new_topic() -> str:
        topic = f"t-{new_id()}"
        create_topic(f"127.0.0.1:{port}", topic)
        return topic

    yield Bench(broker, new_topic, lambda: asyncio.sleep(0))
    await broker.close()
    await program.stop()


def records(topic: str, count: int, keys: int = 3) -> list[OutgoingRecord]:
    return [OutgoingRecord(topic, f"k{n % keys}".encode(), str(n).encode(), (("ce_id", b"x"),)) for n in range(count)]


class Collector:
    """Remembers what it was handed; fails on the first batch if told to."""

    def __init__(self, *, fails_once: bool = False) -> None:
        self.seen: list[Record] = []
        self._fails = fails_once

    async def handle(self, batch: Any) -> None:
        if self._fails:
            self._fails = False
            raise ConnectionError
        self.seen += batch

    @property
    def numbers(self) -> list[int]:
        return [int(record.value) for record in self.seen]


async def test_everything_arrives_once_and_in_order_of_its_key(bench: Bench) -> None:
    topic, collector = bench.new_topic(), Collector()
    assert await bench.broker.publish(records(topic, 30)) == [True] * 30
    subscription = await bench.broker.subscribe("g", [topic], collector.handle)
    await bench.push()
    await eventually(lambda: len(collector.seen) >= 30, seconds=SECONDS, state=lambda: collector.numbers)
    for key in (b"k0", b"k1", b"k2"):
        of_key = [int(record.value) for record in collector.seen if record.key == key]
        assert of_key == sorted(of_key)
    assert len(collector.seen) == 30
    await subscription.stop()


async def test_headers_and_offsets_are_kept(bench: Bench) -> None:
    topic, collector = bench.new_topic(), Collector()
    await bench.broker.publish(records(topic, 2))
    subscription = await bench.broker.subscribe("g", [topic], collector.handle)
    await bench.push()
    await eventually(lambda: len(collector.seen) == 2, seconds=SECONDS)
    assert [record.offset for record in collector.seen] == [0, 1]
    assert dict(collector.seen[0].headers) == {"ce_id": b"x"}
    await subscription.stop()


async def test_a_group_goes_on_where_it_stopped(bench: Bench) -> None:
    topic, first, second = bench.new_topic(), Collector(), Collector()
    await bench.broker.publish(records(topic, 3))
    subscription = await bench.broker.subscribe("g", [topic], first.handle)
    await bench.push()
    await eventually(lambda: len(first.seen) == 3, seconds=SECONDS)
    await subscription.stop()
    await bench.broker.publish(records(topic, 2))
    subscription = await bench.broker.subscribe("g", [topic], second.handle)
    await bench.push()
    await eventually(lambda: len(second.seen) == 2, seconds=SECONDS)
    assert second.numbers == [0, 1]
    await subscription.stop()


async def test_each_group_sees_everything(bench: Bench) -> None:
    topic, one, other = bench.new_topic(), Collector(), Collector()
    await bench.broker.publish(records(topic, 4))
    subscriptions = [await bench.broker.subscribe(f"g-{c is one}", [topic], c.handle) for c in (one, other)]
    await bench.push()
    await eventually(lambda: len(one.seen) == len(other.seen) == 4, seconds=SECONDS)
    for subscription in subscriptions:
        await subscription.stop()


async def test_what_a_handler_failed_on_comes_again(bench: Bench) -> None:
    topic, collector = bench.new_topic(), Collector(fails_once=True)
    await bench.broker.publish(records(topic, 3))
    subscription = await bench.broker.subscribe("g", [topic], collector.handle)
    if isinstance(bench.broker, MemoryBroker):
        with pytest.raises(ConnectionError):
            await bench.push()
    await bench.push()
    await eventually(lambda: collector.numbers == [0, 1, 2], seconds=SECONDS, state=lambda: collector.numbers)
    await subscription.stop()
