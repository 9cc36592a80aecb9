"""Everything that happens is archived once, in order, and can be found again."""
from __future__ import annotations

from datetime import date

import pytest

from shared.schemas.events.business_day import DayClosed
from tests.component.ops.served import ServedOps
from tests.component.ops.story import applicant, borrower, late, made_id, main_road, party_of, records


async def test_log_ids_have_no_holes_and_follow_each_partition(ops: ServedOps) -> None:
    await ops.archive([event for number in range(5) for event in main_road(number)])
    rows = await ops.service.rows("SELECT log_id, topic, partition, \"offset\" FROM event_log ORDER BY log_id")
    assert [row["log_id"] for row in rows] == list(range(1, len(rows) + 1))
    for topic in {row["topic"] for row in rows}:
        offsets = [row["offset"] for row in rows if row["topic"] == topic]
        assert offsets == sorted(offsets)


async def test_an_event_received_twice_is_archived_once(ops: ServedOps) -> None:
    twice = [made_id(31, number) for number in range(7)]
    for _ in range(2):
        await ops.service.broker.publish(records(applicant(0), event_ids=twice))
        await ops.service.broker.deliver()
    answer = (await ops.get("/v1/figures/today")).json()
    assert (answer["applied"], answer["as_of_log_id"]) == (1, 1 + len(applicant(0)))


async def test_a_poison_event_is_set_aside_and_takes_no_log_id(ops: ServedOps) -> None:
    good, poison = records([*applicant(0)[:1], *applicant(1)[:1]])
    broken = type(poison)(poison.topic, poison.key, b'{"party_id": 5}', poison.headers)
    await ops.service.broker.publish([good, broken, *records(applicant(2)[:1])])
    await ops.service.broker.deliver()
    rows = await ops.service.rows("SELECT log_id, party_id FROM event_log WHERE party_id IS NOT NULL ORDER BY log_id")
    assert [str(row["party_id"]) for row in rows] == [party_of(0), party_of(2)]
    assert [row["log_id"] for row in rows] == [2, 3]
    assert await ops.service.rows("SELECT state FROM parked_event") == [{"state": "PARKED"}]


async def test_a_timeline_tells_one_partys_story_across_services_in_the_order_it_happened(ops: ServedOps) -> None:
    await ops.archive([*main_road(0), *main_road(1)])
    story = (await ops.get(f"/v1/timelines/{party_of(1)}")).json()
    told = [item["type"].split(".")[2] for item in story["items"]]
    assert told == [type(event).__name__ for event in main_road(1)]
    assert {item["service"] for item in story["items"]} == {"onboarding", "scoring", "credit", "collections"}
    assert story["name"] == "李*"


async def test_a_timeline_of_nobody_is_not_found(ops: ServedOps) -> None:
    assert (await ops.get(f"/v1/timelines/{party_of(9)}")).json()["code"] == "platform.not-found"


async def test_pages_of_events_follow_each_other_without_a_hole(ops: ServedOps) -> None:
    await ops.archive(main_road(0))
    seen, after = [], "0"
    while after is not None:
        page = (await ops.get(f"/v1/events?page_size=7&after={after}")).json()
        seen += [item["log_id"] for item in page["items"]]
        after = page["next_cursor"]
    assert seen == list(range(1, len(main_road(0)) + 2))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("type=o2o.collections.ContactBlocked.v1&type=o2o.collections.PromiseMade.v1", {"ContactBlocked", "PromiseMade"}),
        ("stage=COLLECTION&q=22:10", {"ContactBlocked"}),
        ("q=拦截", {"ContactBlocked"}),
        ("q=R31", {"ContactBlocked"}),
        ("q=100%25", set()),
        ("q=李*&type=o2o.credit.LoanDisbursed.v1", set()),
        ("q=王*&type=o2o.credit.LoanDisbursed.v1", {"LoanDisbursed"}),
        (f"party_id={party_of(3)}", set()),
        (f"correlation_id={made_id(21, 0)}&stage=DECISION&q=840", {"DecisionMade"}),
    ],
)
async def test_filters_find_what_they_name(ops: ServedOps, query: str, names: set[str]) -> None:
    await ops.archive(main_road(0))
    items = (await ops.get(f"/v1/events?{query}&page_size=200")).json()["items"]
    assert {item["type"].split(".")[2] for item in items} == names


@pytest.mark.parametrize(
    "path",
    [
        "/v1/events?after=-1", "/v1/events?after=99999999999999999999", "/v1/events?page_size=0", "/v1/events?party_id=x",
        "/v1/events?q=%00", "/v1/events?stage=NONE", "/v1/timelines/x", "/v1/events/stream?last_event_id=x",
        "/v1/events/replay.html?limit=999999", "/v1/reports/main-road?from=2026-11-22", "/v1/reports/main-road?from=yesterday",
    ],
)  # fmt: skip
async def test_a_wrong_question_gets_a_precise_refusal(ops: ServedOps, path: str) -> None:
    answer = await ops.get(path)
    assert (answer.status_code, answer.json()["code"]) == (422, "platform.invalid-request")


async def test_only_head_office_operations_may_look(ops: ServedOps) -> None:
    await ops.archive(borrower(0))
    outlet_staff = ops.service.bearer(kind="staff", subject="officer.zhou", roles=["OFFICER"], outlets=["huangyan-1"])
    outlet_operations = ops.service.bearer(kind="staff", subject="x", roles=["OPERATIONS"], outlets=["huangyan-1"])
    a_borrower = ops.service.bearer(kind="borrower", subject="y")
    a_service = ops.service.bearer(kind="service", subject="credit", scope="credit:read")
    callers = (outlet_staff, outlet_operations, a_borrower, a_service, {})
    lists = ("/v1/events", "/v1/events/stream", "/v1/events/replay.html", f"/v1/timelines/{party_of(0)}")
    for path in (*lists, "/v1/figures/today", "/v1/reports/main-road"):
        statuses = [(await ops.service.get(path, caller)).status_code for caller in callers]
        assert statuses == [403, 404, 403, 403, 401]


async def test_the_day_closes_once_and_later_events_belong_to_the_next_day(ops: ServedOps) -> None:
    closing = DayClosed(closed_date=date(2026, 11, 22), next_date=date(2026, 11, 23), checksums={})
    for events in (applicant(0), [closing], [*applicant(1), *applicant(2)], [closing]):
        await ops.archive(events)
    figures = (await ops.get("/v1/figures/today")).json()
    assert (figures["business_date"], figures["applied_today"], figures["applied"]) == ("2026-11-23", 2, 3)
    processed = [payload for name, payload in await ops.service.published() if name == "OpsDayProcessed"]
    assert processed == [{"closed_date": "2026-11-22"}]


async def test_the_next_months_partition_is_there_before_the_month(ops: ServedOps) -> None:
    await ops.archive([DayClosed(closed_date=date(2026, 11, 22), next_date=date(2026, 11, 23), checksums={})])
    partitions = await ops.service.rows("SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'event_log'::regclass")
    assert len(partitions) == 2


@pytest.mark.feature("F022")
async def test_the_main_road_report_adds_up_what_the_events_say(ops: ServedOps) -> None:
    refused = [*applicant(7, approved=False), *applicant(8, approved=False)]
    await ops.archive([*main_road(0), *applicant(1), *borrower(1), *late(1), *refused])
    report = (await ops.get("/v1/reports/main-road")).json()
    funnel = {name: step["parties"] for name, step in report["funnel"].items()}
    assert (funnel["applied"], funnel["approved"], funnel["declined"], funnel["disbursed"], funnel["cured"]) == (4, 2, 2, 2, 1)
    assert (report["seconds"]["decided"], report["seconds"]["answered_same_day"]) == (4, 4)
    assert (report["seconds"]["decision_median"], report["seconds"]["answer_median"]) == ("2.000", "3.000")
    assert (report["seconds"]["paid_out"], report["seconds"]["cash_median"], report["seconds"]["cash_p95"]) == (2, "8.000", "8.000")
    assert report["refusals"][0]["applications"] == 2
    assert report["contacts"]["blocked_by_rule"] == [
        {"code": "R31", "zh": "22:00至次日8:00禁止催收", "en": "no contact between 22:00 and 08:00", "contacts": 2}
    ]
    assert (report["contacts"]["attempted"], report["contacts"]["violations"]) == (2, 0)
    assert report["promises"] == {"made": 2, "kept": 1, "broken": 0}
    assert report["events"] == sum(report["events_per_type"].values())


async def test_a_report_of_a_period_leaves_out_the_rest(ops: ServedOps) -> None:
    await ops.archive(main_road(0))
    early = (await ops.get("/v1/reports/main-road?to=2026-11-22T01:30:04Z")).json()
    assert (early["funnel"]["applied"]["events"], early["funnel"]["approved"]["events"]) == (1, 0)
