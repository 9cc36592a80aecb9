"""Cases open, move and close with what credit says (domain.md 2.8.1)."""
from __future__ import annotations

from datetime import timedelta

from shared.db.unit_of_work import new_id
from shared.schemas.events import business_day, credit
from tests.component.collections.world import OUTLET, OVERDUE_FEN, PRINCIPAL_FEN, TODAY, World


async def test_an_overdue_loan_opens_a_case_and_gives_it_to_the_outlets_collector(world: World) -> None:
    party_id, loan_id = await world.overdue_customer()
    case = await world.the_case()
    assert (case["status"], case["stage"], case["collector"]) == ("OPEN", 1, "collector.lin")
    assert await world.events("CollectionCaseOpened") == [
        {
            "case_id": str(case["case_id"]),
            "party_id": party_id,
            "outlet_id": OUTLET,
            "business_date": TODAY.isoformat(),
            "days_past_due": 1,
            "stage": "M1",
            "loan_ids": [loan_id],
            "overdue_fen": OVERDUE_FEN,
            "strategy": "standard-v1",
        }
    ]
    assert [event["collector"] for event in await world.events("CaseAssigned")] == ["collector.lin"]


async def test_less_than_ten_yuan_opens_no_case(world: World) -> None:
    await world.overdue_customer(overdue_fen=999)
    await world.day_closes()
    assert await world.cases() == []


async def test_on_the_due_date_there_is_no_case_the_day_job_opens_it(world: World) -> None:
    await world.overdue_customer(days=0)
    assert await world.cases() == []
    await world.day_closes()
    opened = (await world.events("CollectionCaseOpened"))[0]
    assert (opened["days_past_due"], opened["business_date"]) == (1, (TODAY + timedelta(days=1)).isoformat())


async def test_the_case_is_the_same_whether_the_days_close_comes_before_or_after_the_loans_event(world: World) -> None:
    party_id = await world.party()
    loan_id = await world.loan(party_id)
    await world.day_closes()
    world.today -= timedelta(days=1)
    await world.falls_overdue(party_id, loan_id, days=0)
    opened = (await world.events("CollectionCaseOpened"))[0]
    assert (opened["days_past_due"], opened["business_date"]) == (1, (TODAY + timedelta(days=1)).isoformat())


async def test_all_loans_of_a_customer_are_one_case(world: World) -> None:
    party_id, loan_id = await world.overdue_customer(days=5)
    second = await world.loan(party_id)
    await world.falls_overdue(party_id, second, days=35)
    case = await world.the_case()
    assert {str(item) for item in case["loan_ids"]} == {loan_id, second}
    assert (case["overdue_fen"], case["stage"]) == (2 * OVERDUE_FEN, 2)


async def test_a_case_moves_up_after_thirty_days_and_says_so_once(world: World) -> None:
    await world.overdue_customer(days=28)
    await world.day_closes(2)
    assert await world.events("CaseStageChanged") == []
    await world.day_closes(2)
    changes = await world.events("CaseStageChanged")
    assert [(item["from_stage"], item["to_stage"], item["days_past_due"]) for item in changes] == [("M1", "M2", 31)]


async def test_a_case_moves_down_when_the_oldest_loan_is_cured(world: World) -> None:
    party_id, _ = await world.overdue_customer(days=5)
    old = await world.loan(party_id)
    await world.falls_overdue(party_id, old, days=45)
    await world.is_cured(party_id, old)
    changes = [(item["from_stage"], item["to_stage"]) for item in await world.events("CaseStageChanged")]
    assert changes == [("M1", "M2"), ("M2", "M1")]
    assert (await world.the_case())["status"] == "OPEN"


async def test_a_cured_customer_leaves_the_list(world: World) -> None:
    party_id, loan_id = await world.overdue_customer(days=3)
    await world.pays(party_id, loan_id, OVERDUE_FEN, overdue_fen=0)
    await world.is_cured(party_id, loan_id)
    closed = await world.events("CaseClosed")
    assert [(item["outcome"], item["days_past_due"]) for item in closed] == [("CURED", 3)]
    assert (await world.the_case())["overdue_fen"] == 0


async def test_a_settled_customer_leaves_as_settled(world: World) -> None:
    party_id, loan_id = await world.overdue_customer()
    await world.service.receive(
        credit.LoanSettled(
            loan_id=loan_id, party_id=party_id, outlet_id=OUTLET, business_date=TODAY, line_id=new_id()
        )
    )
    assert [item["outcome"] for item in await world.events("CaseClosed")] == ["SETTLED"]


async def test_arrears_below_the_tolerance_close_the_case(world: World) -> None:
    party_id, loan_id = await world.overdue_customer()
    await world.pays(party_id, loan_id, OVERDUE_FEN - 999, overdue_fen=999)
    assert [item["outcome"] for item in await world.events("CaseClosed")] == ["CURED"]


async def test_who_falls_behind_again_gets_a_new_case(world: World) -> None:
    party_id, loan_id = await world.overdue_customer()
    await world.is_cured(party_id, loan_id)
    await world.falls_overdue(party_id, loan_id)
    assert [case["status"] for case in await world.cases()] == ["CLOSED", "OPEN"]


async def test_a_payment_on_a_loan_that_is_not_late_touches_no_case(world: World) -> None:
    party_id, _ = await world.overdue_customer()
    other = await world.loan(party_id)
    before = await world.the_case()
    await world.pays(party_id, other, 10_000, overdue_fen=0)
    assert await world.the_case() == before
    assert await world.service.rows("SELECT * FROM payment") == []


async def test_a_duplicate_of_an_event_changes_nothing(world: World) -> None:
    party_id = await world.party()
    loan_id = await world.loan(party_id)
    event_id = new_id()
    event = await world.falls_overdue(party_id, loan_id, event_id=event_id)
    case, events = await world.the_case(), await world.service.published()
    await world.service.receive(event, event_id)
    assert await world.the_case() == case
    assert await world.service.published() == events


async def test_the_same_day_closed_twice_runs_once(world: World) -> None:
    await world.overdue_customer()
    event = business_day.DayClosed(closed_date=TODAY, next_date=TODAY + timedelta(days=1), checksums={})
    await world.service.receive(event)
    await world.service.receive(event)
    assert [item["closed_date"] for item in await world.events("CollectionsDayProcessed")] == [TODAY.isoformat()]


async def test_a_loans_event_may_arrive_before_the_banks_first_date(world: World) -> None:
    """Nothing waits for the date: an event that cannot be handled yet would hold up the one it waits for."""
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM business_day")
    await world.overdue_customer()
    assert (await world.the_case())["stage"] == 1


async def test_classification_is_kept_beside_the_loan(world: World) -> None:
    party_id, loan_id = await world.overdue_customer(days=91)
    await world.service.receive(
        credit.LoanClassified(
            loan_id=loan_id,
            party_id=party_id,
            outlet_id=OUTLET,
            business_date=TODAY,
            from_class="SPECIAL_MENTION",
            to_class="SUBSTANDARD",
            days_past_due=91,
            trigger="DPD",
            outstanding_principal_fen=PRINCIPAL_FEN,
        )
    )
    assert [row["five_class"] for row in await world.service.rows("SELECT five_class FROM loan")] == ["SUBSTANDARD"]


async def test_a_case_without_a_collector_waits_and_is_given_out_by_the_day_job(world: World) -> None:
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE collector SET active = false")
    await world.overdue_customer()
    assert (await world.the_case())["collector"] is None
    manager = world.staff("OUTLET_MANAGER")
    headers = {**manager, "Idempotency-Key": new_id()}
    answer = await world.service.client.put("/v1/collectors/collector.mo", json={"outlet_id": OUTLET}, headers=headers)
    assert answer.status_code == 200
    await world.day_closes()
    assert (await world.the_case())["collector"] == "collector.mo"


async def test_a_loans_event_that_cannot_be_read_parks_and_other_customers_flow(world: World) -> None:
    await world.service.receive(
        credit.RegParamChanged(
            code="COLLECTION_SMS_PER_DAY",
            value="many",
            effective_from=TODAY,
            source="test",
            approver="test",
        )
    )
    await world.overdue_customer()
    assert len(await world.service.rows("SELECT * FROM parked_event")) == 1
    assert len(await world.cases()) == 1
