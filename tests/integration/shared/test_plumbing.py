"""The plumbing on a real Postgres: one command is one transaction, an event has its effect once."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from shared.db.unit_of_work import new_id
from shared.messaging.broker import OutgoingRecord
from shared.schemas.events.business_day import DayClosed
from shared.schemas.events.credit import LoanSettled
from tests.support.postgres import PostgresForTests
from tests.support.probe import METADATA, ProbeSettings, create_app
from tests.support.service import RunningService, read_json, running

TELLER = {"kind": "staff", "subject": "teller", "roles": ["TELLER"], "outlets": ["HEAD_OFFICE"]}
AUDITOR = {"kind": "staff", "subject": "auditor", "roles": ["AUDITOR"], "outlets": ["HEAD_OFFICE"]}


@pytest.fixture
async def probe(postgres: PostgresForTests) -> AsyncIterator[RunningService]:
    """The stand-in service on an empty database."""
    async with postgres.empty() as database:
        engine = create_async_engine(database.url)
        async with engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)
        await engine.dispose()
        async with running(create_app, ProbeSettings, database.url) as service:
            yield service


def settled(party: str = "018f0000-0000-7000-8000-00000000000a") -> LoanSettled:
    return LoanSettled(loan_id=new_id(), party_id=party, outlet_id="o-1", business_date=date(2026, 11, 22), line_id=new_id())


async def balance(probe: RunningService) -> int:
    return read_json(await probe.get("/v1/purse", probe.bearer(**AUDITOR)))["balance_fen"]


async def test_effect_event_and_answer_commit_together(probe: RunningService) -> None:
    answer = await probe.post("/v1/purse/deposits", {"amount_fen": 500}, probe.bearer(**TELLER))
    assert (answer.status_code, read_json(answer)) == (201, {"balance_fen": 500})
    assert [name for name, _ in await probe.published()] == ["PartnerStatusChanged"]


async def test_the_same_key_and_body_get_the_same_bytes_and_one_effect(probe: RunningService) -> None:
    teller = probe.bearer(**TELLER)
    first = await probe.post("/v1/purse/deposits", {"amount_fen": 500}, teller, key="k1")
    again = await probe.post("/v1/purse/deposits", {"amount_fen": 500}, teller, key='"k1"')
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await balance(probe) == 500


async def test_the_same_key_with_another_body_is_refused(probe: RunningService) -> None:
    teller = probe.bearer(**TELLER)
    await probe.post("/v1/purse/deposits", {"amount_fen": 500}, teller, key="k1")
    other = await probe.post("/v1/purse/deposits", {"amount_fen": 501}, teller, key="k1")
    assert (other.status_code, read_json(other)["code"]) == (422, "platform.idempotency-key-reused")
    assert await balance(probe) == 500


async def test_sixty_four_posts_with_one_key_have_one_effect(probe: RunningService) -> None:
    teller = probe.bearer(**TELLER)
    posts = [probe.post("/v1/purse/deposits", {"amount_fen": 7}, teller, key="same") for _ in range(64)]
    statuses = [answer.status_code for answer in await asyncio.gather(*posts)]
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert await balance(probe) == 7


async def test_a_business_refusal_changes_nothing_and_is_remembered(probe: RunningService) -> None:
    teller = probe.bearer(**TELLER)
    first = await probe.post("/v1/purse/deposits", {"amount_fen": 100_001}, teller, key="k2")
    again = await probe.post("/v1/purse/deposits", {"amount_fen": 100_001}, teller, key="k2")
    assert (first.status_code, read_json(first)["code"]) == (409, "probe.purse-full")
    assert again.content == first.content
    assert await balance(probe) == 0
    assert await probe.published() == []


async def test_numbers_of_an_aggregates_events_are_dense_under_concurrency(probe: RunningService) -> None:
    teller = probe.bearer(**TELLER)
    await asyncio.gather(*(probe.post("/v1/purse/deposits", {"amount_fen": 1}, teller) for _ in range(20)))
    rows = await probe.rows("SELECT aggregate_seq FROM outbox ORDER BY seq")
    assert [row["aggregate_seq"] for row in rows] == list(range(1, 21))


async def test_an_event_that_comes_twice_has_one_effect(probe: RunningService) -> None:
    event = settled()
    event_id = await probe.receive(event)
    await probe.receive(event, event_id)
    assert await balance(probe) == 100


async def test_a_poison_event_parks_with_its_key_while_other_keys_flow(probe: RunningService) -> None:
    poisoned, healthy = "018f0000-0000-7000-8000-00000000000a", "018f0000-0000-7000-8000-00000000000b"
    await probe.broker.publish([_poison(poisoned)])
    await probe.receive(settled(poisoned))
    await probe.receive(settled(healthy))
    assert await balance(probe) == 100
    parked = await probe.rows("SELECT partition_key, error FROM parked_event ORDER BY parked_at")
    assert [row["partition_key"] for row in parked] == [poisoned, poisoned]


def _poison(key: str) -> OutgoingRecord:
    headers = {
        "ce_id": new_id(), "ce_type": "o2o.credit.LoanSettled.v1", "ce_subject": new_id(), "ce_sequence": "1",
        "ce_time": "2026-11-22T00:00:00.000Z", "ce_correlationid": new_id(), "ce_partitionkey": key,
    }
    encoded = tuple((name, value.encode()) for name, value in headers.items())
    return OutgoingRecord("o2o.credit.loan.v1", key.encode(), b'{"loan_id": 5}', encoded)


async def test_an_unknown_version_of_a_wanted_event_parks(probe: RunningService) -> None:
    record = _poison("018f0000-0000-7000-8000-00000000000c")
    headers = tuple((n, b"o2o.credit.LoanSettled.v2" if n == "ce_type" else v) for n, v in record.headers)
    await probe.broker.publish([OutgoingRecord(record.topic, record.key, record.value, headers)])
    await probe.broker.deliver()
    assert len(await probe.rows("SELECT 1 FROM parked_event")) == 1


async def test_a_refused_record_is_never_overtaken_within_its_key(probe: RunningService) -> None:
    teller = probe.bearer(**TELLER)
    probe.broker.refuse = True
    for _ in range(3):
        await probe.post("/v1/purse/deposits", {"amount_fen": 1}, teller)
    assert await probe.relay() == 0
    probe.broker.refuse = False
    await probe.settle()
    numbers = [int(dict(r.headers)["ce_sequence"]) for r in probe.broker.logs["o2o.partners.partner.v1"]]
    assert numbers == [1, 2, 3]


async def test_due_work_runs_after_the_commit_and_once(probe: RunningService) -> None:
    await probe.post("/v1/purse/deposits", {"amount_fen": 5, "later": True}, probe.bearer(**TELLER))
    await probe.settle()
    await probe.settle()
    assert await balance(probe) == 10


async def test_the_day_closes_once_and_the_service_answers(probe: RunningService) -> None:
    event = DayClosed(closed_date=date(2026, 11, 22), next_date=date(2026, 11, 23), checksums={})
    await probe.receive(event)
    await probe.receive(event)
    assert [name for name, _ in await probe.published()] == ["PartnersDayProcessed"]
    assert await balance(probe) == 1
    assert (await probe.rows("SELECT business_date FROM business_day"))[0]["business_date"] == date(2026, 11, 23)
