"""kafka-python behind the Broker protocol: each consumer lives in a thread of its own, the producer is shared."""
from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError

from shared.messaging.broker import OutgoingRecord, Record, RecordHandler
from shared.messaging.fetch_pace import QUIET_FETCH_MS, FetchPace
from shared.messaging.merging import in_order_of_occurrence
from shared.observability.logging import logger
from shared.observability.metrics import CONSUMER_LAG

_SEND_TIMEOUT_SECONDS = 15
_POLL_MS = 1000
_JOINING_POLL_MS = 100
_BATCH = 200
# The embedded broker answers a join only after half the session time-out; Kafka itself refuses less than 6 s.
_SESSION_MS = {"embedded": (2000, 500), "kafka": (6000, 1500)}
_RETRY_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0)


class KafkaBroker:
    """One per process."""

    def __init__(self, bootstrap: str, profile: str, client_id: str) -> None:
        self._bootstrap = bootstrap
        self._profile = profile
        self._client_id = client_id
        self._producer: KafkaProducer | None = None

    async def publish(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        return await asyncio.to_thread(self._publish, records)

    def _publish(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        try:
            producer = self._producer = self._producer or self._new_producer()
            futures = [
                producer.send(r.topic, key=r.key, value=r.value, headers=list(r.headers)) for r in records
            ]
            producer.flush(timeout=_SEND_TIMEOUT_SECONDS)
        except KafkaError as error:
            self._drop_producer(error)
            return [False] * len(records)
        acknowledged = [future.succeeded() for future in futures]
        if not all(acknowledged):
            self._drop_producer(next(f.exception for f, done in zip(futures, acknowledged, strict=True) if not done))
        return acknowledged

    def _new_producer(self) -> KafkaProducer:
        return KafkaProducer(
            bootstrap_servers=self._bootstrap,
            client_id=self._client_id,
            acks="all",
            enable_idempotence=True,
            linger_ms=0,
            delivery_timeout_ms=_SEND_TIMEOUT_SECONDS * 1000,
            request_timeout_ms=5000,
            max_block_ms=5000,
        )

    def _drop_producer(self, error: object) -> None:
        """An idempotent producer does not survive a broker that forgot it; the next publish makes a new one."""
        logger().warning("producer replaced", error=str(error))
        producer, self._producer = self._producer, None
        if producer is not None:
            producer.close(timeout=1)

    async def subscribe(self, group: str, topics: Sequence[str], handle: RecordHandler) -> KafkaSubscription:
        subscription = KafkaSubscription(self._bootstrap, self._profile, group, topics, handle)
        subscription.start(asyncio.get_running_loop())
        return subscription

    async def close(self) -> None:
        if self._producer is not None:
            await asyncio.to_thread(self._producer.close, 5)


class KafkaSubscription:
    """A consumer thread: poll, hand the batch to the event loop, commit when it was handled."""

    def __init__(
        self, bootstrap: str, profile: str, group: str, topics: Sequence[str], handle: RecordHandler
    ) -> None:
        self._bootstrap, self._group, self._topics, self._handle = bootstrap, group, tuple(topics), handle
        self._profile = profile
        self._session_ms, self._heartbeat_ms = _SESSION_MS[profile]
        self._stopping = threading.Event()
        self._assigned = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def ready(self) -> bool:
        return self._assigned.is_set()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Starts the thread; handlers run in `loop`."""
        self._thread = threading.Thread(target=self._run, args=(loop,), name=f"consumer-{self._group}", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, 5)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                self._consume(loop)
                failures = 0
            except Exception as error:
                self._assigned.clear()
                if self._stopping.is_set():
                    return
                logger().warning("consumer restarts", group=self._group, error=repr(error))
                self._stopping.wait(_RETRY_SECONDS[min(failures, len(_RETRY_SECONDS) - 1)])
                failures += 1

    def _consume(self, loop: asyncio.AbstractEventLoop) -> None:
        consumer = self._new_consumer()
        pace = FetchPace(consumer) if self._profile == "embedded" else None
        try:
            while not self._stopping.is_set():
                batches = consumer.poll(timeout_ms=self._poll_ms(pace))
                if consumer.assignment():
                    self._assigned.set()
                if pace is not None:
                    pace.follow(received=bool(batches))
                if not batches:
                    continue
                records = in_order_of_occurrence([_record(message) for message in messages] for messages in batches.values())
                asyncio.run_coroutine_threadsafe(self._handle(records), loop).result()
                consumer.commit()
                for partition in batches:
                    _measure_lag(consumer, partition)
        finally:
            consumer.close(autocommit=False)

    def _poll_ms(self, pace: FetchPace | None) -> int:
        if not self._assigned.is_set():
            return _JOINING_POLL_MS
        return pace.poll_ms if pace is not None else _POLL_MS

    def _new_consumer(self) -> KafkaConsumer:
        return KafkaConsumer(
            *self._topics,
            bootstrap_servers=self._bootstrap,
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=self._session_ms,
            heartbeat_interval_ms=self._heartbeat_ms,
            fetch_max_wait_ms=QUIET_FETCH_MS,
            max_poll_records=_BATCH,
        )


def _record(message: Any) -> Record:
    key, value = message.key or b"", message.value or b""
    return Record(message.topic, message.partition, message.offset, key, value, tuple(message.headers))


def _measure_lag(consumer: KafkaConsumer, partition: Any) -> None:
    high = consumer.highwater(partition)
    if high is not None:
        CONSUMER_LAG.labels(partition.topic, str(partition.partition)).set(high - consumer.position(partition))
