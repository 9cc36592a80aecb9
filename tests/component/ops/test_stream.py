"""A reader of the stream sees each event once, in order, whatever happens to him."""
from __future__ import annotations

import asyncio
import json
import random
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from services.ops.domain.event_filter import EventFilter
from services.ops.domain.running_figures import RunningFigures
from services.ops.queries.live_feed import LiveFeed
from services.ops.queries.subscription import Events, Gap, subscribe
from shared.db.engine import driver_url
from tests.component.ops.served import ServedOps
from tests.component.ops.story import applicant, main_road, party_of, records
from tests.support.eventually import eventually


class Reader:
    """A browser's side of server-sent events: the last id survives, a torn frame does not."""

    def __init__(self, ops: ServedOps, query: str = "") -> None:
        self.ops, self.query = ops, query
        self.last_id: str | None = None
        self.events: list[dict[str, object]] = []
        self.other: list[tuple[str, dict[str, object]]] = []

    @asynccontextmanager
    async def connected(self, http: httpx.AsyncClient) -> AsyncIterator[AsyncIterator[bytes]]:
        headers = {**self.ops.operations, **({"Last-Event-ID": self.last_id} if self.last_id else {})}
        async with http.stream("GET", f"{self.ops.url}/v1/events/stream{self.query}", headers=headers) as response:
            assert response.status_code == 200
            yield response.aiter_bytes()

    def take(self, frame: bytes) -> None:
        fields = dict(line.split(": ", 1) for line in frame.decode().split("\n") if line and not line.startswith(":"))
        self.last_id = fields.get("id", self.last_id)
        if "data" in fields:
            data = json.loads(fields["data"])
            if "event" in fields:
                self.other.append((fields["event"], data))
            else:
                self.events.append(data)

    async def read(self, http: httpx.AsyncClient, *, until: int | None = None, byte_limit: int | None = None) -> None:
        """Reads until that many events were seen in all, or dies after so many bytes, in mid-frame as it may be."""
        buffered, taken = b"", 0
        async with self.connected(http) as chunks:
            async for chunk in chunks:
                received = chunk[: byte_limit - taken] if byte_limit is not None else chunk
                taken += len(received)
                *frames, buffered = (buffered + received).split(b"\n\n")
                for frame in frames:
                    self.take(frame)
                if (byte_limit is not None and taken >= byte_limit) or (until is not None and len(self.events) >= until):
                    return

    @property
    def ids(self) -> list[object]:
        return [event["log_id"] for event in self.events]


async def test_a_reader_killed_fifty_times_at_random_sees_each_of_5000_events_once_in_order(ops: ServedOps) -> None:
    chance = random.Random(20261122)
    events = [event for number in range(250) for event in main_road(number)][:5000]
    total = len(events) + 1

    async def archive() -> None:
        while events:
            size = chance.randint(1, 120)
            await ops.archive(events[:size])
            del events[:size]
            await asyncio.sleep(0)

    reader = Reader(ops)
    reader.last_id = "0"
    async with httpx.AsyncClient(timeout=20) as http:
        archiving = asyncio.create_task(archive())
        for _ in range(50):
            await asyncio.wait_for(reader.read(http, byte_limit=chance.randint(1, 60_000)), 20)
        assert len(reader.events) < total, "the reader must not have finished before his last death"
        await archiving
        await asyncio.wait_for(reader.read(http, until=total), 30)
    assert reader.ids == list(range(1, total + 1))


async def test_a_filtered_reader_gets_only_what_he_asked_for_and_resumes_past_what_he_did_not(ops: ServedOps) -> None:
    reader = Reader(ops, f"?party_id={party_of(1)}")
    reader.last_id = "0"
    await ops.archive([*main_road(0), *main_road(1), *main_road(2)])
    async with httpx.AsyncClient(timeout=10) as http:
        await asyncio.wait_for(reader.read(http, until=len(main_road(1))), 10)
    assert {event["party_id"] for event in reader.events} == {party_of(1)}
    assert int(reader.last_id or 0) >= int(str(reader.ids[-1]))


@pytest.mark.parametrize("query", ["q=拦截", "q=王*", "stage=REPAYMENT", "q=huangyan", "type=o2o.credit.LoanCured.v1", "q=r31"])
async def test_live_and_archived_events_are_filtered_alike(ops: ServedOps, query: str) -> None:
    archived, live = Reader(ops, f"?{query}"), Reader(ops, f"?{query}")
    archived.last_id = "0"
    expected = await _archive_and_count(ops, query)
    async with httpx.AsyncClient(timeout=10) as http:
        reading = asyncio.create_task(live.read(http, until=expected))
        await eventually(lambda: ops.app.state.open_streams == 1, seconds=5)
        await eventually(lambda: live.last_id is not None, seconds=5)
        await ops.archive(main_road(8))
        await asyncio.wait_for(reading, 10)
        await asyncio.wait_for(archived.read(http, until=2 * expected), 10)
    assert [event["type"] for event in live.events] == [event["type"] for event in archived.events[expected:]]


async def _archive_and_count(ops: ServedOps, query: str) -> int:
    await ops.archive(main_road(0))
    return len((await ops.get(f"/v1/events?{query}&page_size=200")).json()["items"])


async def test_a_new_reader_begins_with_the_newest_and_gets_the_figures(ops: ServedOps) -> None:
    await ops.archive(main_road(0))
    reader = Reader(ops, "?recent=3")
    async with httpx.AsyncClient(timeout=10) as http:
        reading = asyncio.create_task(reader.read(http, until=3 + len(applicant(1))))
        await eventually(lambda: len(reader.events) == 3, seconds=5)
        await ops.archive(applicant(1))
        await asyncio.wait_for(reading, 10)
    newest = len(main_road(0)) + 1
    assert reader.ids == list(range(newest - 2, newest + len(applicant(1)) + 1))
    assert [kind for kind, _ in reader.other] == ["figures"] * len(reader.other)
    assert reader.other[0][1]["applied"] == 1


async def test_a_reader_slower_than_the_window_is_told_of_the_gap(ops: ServedOps) -> None:
    engine = ops.service.runtime.engine
    feed = LiveFeed(engine, driver_url(ops.service.runtime.settings), window=10)
    messages = subscribe(engine, feed, EventFilter(), last_id=0, recent=0)
    caught_up = [await anext(messages), await anext(messages)]
    assert [type(message) for message in caught_up] == [Events, RunningFigures]
    await ops.archive(main_road(0))
    await eventually(lambda: feed.head == len(main_road(0)) + 1, seconds=5)
    told = [await anext(messages) for _ in range(3)]
    assert [type(message) for message in told] == [Gap, Events, RunningFigures]
    assert told[0] == Gap(after=1, until=feed.head - 10)
    assert [event.log_id for event in told[1].found] == list(range(feed.head - 9, feed.head + 1))
    await messages.aclose()
    feed.close()


async def test_a_last_id_beyond_the_log_starts_at_its_end(ops: ServedOps) -> None:
    reader = Reader(ops)
    reader.last_id = "999999"
    async with httpx.AsyncClient(timeout=10) as http:
        reading = asyncio.create_task(reader.read(http, until=1))
        await eventually(lambda: reader.other, seconds=5)
        await ops.archive(applicant(0)[:1])
        await asyncio.wait_for(reading, 10)
    assert reader.ids == [2]


async def test_streams_end_at_once_when_the_server_is_told_to_stop(ops: ServedOps) -> None:
    reader = Reader(ops)
    async with httpx.AsyncClient(timeout=10) as http:
        reading = asyncio.create_task(reader.read(http))
        await eventually(lambda: reader.other, seconds=5)
        told = time.monotonic()
        handler = signal.getsignal(signal.SIGTERM)
        assert callable(handler)
        handler(signal.SIGTERM, None)
        ops.server._captured_signals.clear()
        await asyncio.wait_for(reading, 5)
        assert time.monotonic() - told < 1.0


async def test_there_are_only_so_many_places(ops: ServedOps) -> None:
    ops.app.state.open_streams = 50
    answer = await ops.get("/v1/events/stream")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "ops.too-many-streams", "1")
    ops.app.state.open_streams = 0


async def test_a_reader_who_leaves_frees_his_place(ops: ServedOps) -> None:
    reader = Reader(ops)
    async with httpx.AsyncClient(timeout=10) as http:
        reading = asyncio.create_task(reader.read(http))
        await eventually(lambda: ops.app.state.open_streams == 1, seconds=5)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    await eventually(lambda: ops.app.state.open_streams == 0, seconds=5)


async def test_a_transaction_that_fails_leaves_no_hole_in_the_ids(ops: ServedOps) -> None:
    await ops.archive(applicant(0)[:2])
    duplicate_id_in_one_batch = records(applicant(1)[:1])
    broken = [*duplicate_id_in_one_batch, type(duplicate_id_in_one_batch[0])("o2o.onboarding.party.v1", b"k", b"not json", ())]
    await ops.service.broker.publish(broken)
    await ops.service.broker.deliver()
    await ops.archive(applicant(2)[:1])
    rows = await ops.service.rows("SELECT log_id FROM event_log ORDER BY log_id")
    assert [row["log_id"] for row in rows] == [1, 2, 3, 4, 5]
