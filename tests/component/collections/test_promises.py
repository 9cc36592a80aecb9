"""Promises are judged by the money that arrives (domain.md 2.8.4)."""
from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from shared.db.unit_of_work import new_id
from shared.schemas.events import credit
from tests.component.collections.world import OUTLET, OVERDUE_FEN, TODAY, World
from tests.support.service import read_json

HALF_FEN = OVERDUE_FEN // 2


async def _promised(world: World, amount_fen: int = OVERDUE_FEN, *, days: int = 2) -> tuple[str, str, str]:
    """A customer five days late who promised: (party_id, loan_id, case_id)."""
    party_id, loan_id = await world.overdue_customer(days=5)
    case_id = str((await world.the_case())["case_id"])
    answer = await world.promises(case_id, amount_fen, TODAY + timedelta(days=days))
    assert answer.status_code == 201, answer.text
    return party_id, loan_id, case_id


async def _statuses(world: World) -> list[str]:
    return [row["status"] for row in await world.service.rows("SELECT status FROM promise ORDER BY promise_id")]


@pytest.mark.feature("F134")
async def test_paid_in_time_the_promise_is_kept_and_then_the_case_closes(world: World) -> None:
    party_id, loan_id, _ = await _promised(world)
    await world.pays(party_id, loan_id, OVERDUE_FEN, overdue_fen=0)
    await world.is_cured(party_id, loan_id)
    story = [name for name, _ in await world.service.published()]
    assert story == ["CollectionCaseOpened", "CaseAssigned", "PromiseMade", "PromiseKept", "CaseClosed"]
    assert (await world.events("PromiseKept"))[0]["paid_fen"] == OVERDUE_FEN


async def test_part_payments_add_up_to_a_kept_promise(world: World) -> None:
    party_id, loan_id, _ = await _promised(world, HALF_FEN)
    await world.pays(party_id, loan_id, HALF_FEN - 1, overdue_fen=OVERDUE_FEN)
    assert await _statuses(world) == ["OPEN"]
    await world.pays(party_id, loan_id, 1, overdue_fen=OVERDUE_FEN)
    assert await _statuses(world) == ["KEPT"]


async def test_money_of_the_third_day_after_the_date_still_counts(world: World) -> None:
    party_id, loan_id, _ = await _promised(world)
    await world.day_closes(5)
    await world.pays(party_id, loan_id, OVERDUE_FEN, overdue_fen=50_000)
    assert await _statuses(world) == ["KEPT"]


async def test_unpaid_when_its_window_closes_the_promise_is_broken_once(world: World) -> None:
    await _promised(world)
    await world.day_closes(5)
    assert await _statuses(world) == ["OPEN"]
    await world.day_closes(3)
    assert await _statuses(world) == ["BROKEN"]
    assert [item["paid_fen"] for item in await world.events("PromiseBroken")] == [0]


async def test_partly_paid_when_its_window_closes_it_is_partial_and_says_what_was_paid(world: World) -> None:
    party_id, loan_id, _ = await _promised(world)
    await world.pays(party_id, loan_id, HALF_FEN, overdue_fen=HALF_FEN)
    await world.day_closes(6)
    assert await _statuses(world) == ["PARTIAL"]
    assert [item["paid_fen"] for item in await world.events("PromiseBroken")] == [HALF_FEN]


async def test_money_of_the_window_that_arrives_after_the_verdict_changes_it(world: World) -> None:
    party_id, loan_id, _ = await _promised(world)
    last_day = TODAY + timedelta(days=5)
    await world.day_closes(6)
    await world.pays(party_id, loan_id, OVERDUE_FEN, overdue_fen=20_000, on=last_day)
    assert await _statuses(world) == ["KEPT"]
    assert len(await world.events("PromiseBroken")) == len(await world.events("PromiseKept")) == 1


async def test_a_reversed_payment_takes_the_verdict_back(world: World) -> None:
    party_id, loan_id, _ = await _promised(world, HALF_FEN)
    repayment_id = await world.pays(party_id, loan_id, HALF_FEN, overdue_fen=HALF_FEN)
    assert await _statuses(world) == ["KEPT"]
    await world.service.receive(
        credit.RepaymentReversed(
            loan_id=loan_id,
            party_id=party_id,
            outlet_id=OUTLET,
            repayment_id=new_id(),
            reverses_id=repayment_id,
            business_date=TODAY,
            amount_fen=HALF_FEN,
        )
    )
    assert await _statuses(world) == ["OPEN"]
    await world.day_closes(6)
    assert await _statuses(world) == ["BROKEN"]


async def test_there_is_one_open_promise_at_a_time(world: World) -> None:
    _, _, case_id = await _promised(world)
    answer = await world.promises(case_id, 1_000, TODAY)
    assert (answer.status_code, read_json(answer)["code"]) == (409, "collections.promise-already-open")
    await world.day_closes(6)
    assert (await world.promises(case_id, 1_000, world.today)).status_code == 201


async def test_parallel_promises_leave_one(world: World) -> None:
    await world.overdue_customer()
    case_id = (await world.the_case())["case_id"]
    answers = await asyncio.gather(*(world.promises(case_id, 1_000 + n, TODAY) for n in range(8)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
    assert len(await world.events("PromiseMade")) == 1


async def test_in_m1_seven_days_ahead_is_the_longest_promise(world: World) -> None:
    await world.overdue_customer(days=5)
    case_id = (await world.the_case())["case_id"]
    late = await world.promises(case_id, 1_000, TODAY + timedelta(days=8))
    assert (late.status_code, read_json(late)["code"]) == (422, "collections.promise-date-too-late")
    assert (await world.promises(case_id, 1_000, TODAY + timedelta(days=7))).status_code == 201


async def test_the_longest_promise_is_a_published_parameter(world: World) -> None:
    await world.overdue_customer(days=5)
    case_id = (await world.the_case())["case_id"]
    await world.service.receive(
        credit.RegParamChanged(
            code="COLLECTION_PROMISE_LONGEST_M1_DAYS",
            value="2",
            effective_from=TODAY,
            source="test",
            approver="test",
        )
    )
    assert (await world.promises(case_id, 1_000, TODAY + timedelta(days=3))).status_code == 422
    assert (await world.promises(case_id, 1_000, TODAY + timedelta(days=2))).status_code == 201


@pytest.mark.parametrize("amount", [0, -1, 1.5, "100", True, None, 10**13 + 1, 2**63])
async def test_an_amount_that_is_not_money_is_refused(world: World, amount: object) -> None:
    await world.overdue_customer()
    case_id = (await world.the_case())["case_id"]
    assert (await world.promises(case_id, amount, TODAY)).status_code == 422
    assert await _statuses(world) == []


@pytest.mark.parametrize("due_date", ["2026-02-30", "20261122", "2026-11-22T00:00:00", "1795305600", "2026-11-21"])
async def test_a_date_that_is_no_day_ahead_is_refused(world: World, due_date: str) -> None:
    await world.overdue_customer()
    case_id = (await world.the_case())["case_id"]
    assert (await world.promises(case_id, 1_000, due_date)).status_code == 422
    assert await _statuses(world) == []
