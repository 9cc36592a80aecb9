"""Planned texts pass the same guard; the vault and the gateway are asked outside any transaction (domain.md 2.8.2)."""
from __future__ import annotations

from datetime import timedelta

from services.collections.application.run_day import run_day
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext
from tests.component.collections.world import OVERDUE_FEN, PHONE, TODAY, World


async def test_on_the_second_day_the_debtor_gets_one_text(world: World) -> None:
    await world.overdue_customer(days=1)
    await world.day_closes()
    assert [(text["phone"], text["template"]) for text in world.outside.texts] == [(PHONE, "OVERDUE_REMINDER")]
    assert world.outside.texts[0]["params"] == {"overdue_yuan": "1,240.00"}
    attempted = (await world.events("ContactAttempted"))[0]
    assert (attempted["channel"], attempted["result"], attempted["local_time"]) == ("SMS", "SENT", "10:00")
    assert attempted["business_date"] == (TODAY + timedelta(days=1)).isoformat()
    await world.day_closes(5)
    assert len(world.outside.texts) == 1


async def test_the_vault_is_asked_for_collection_and_its_answer_is_not_stored(world: World) -> None:
    await world.overdue_customer(days=1)
    await world.day_closes()
    assert [(ask["purpose"], ask["fields"]) for ask in world.outside.disclosures] == [("COLLECTION", ["name", "phone"])]
    for table in ("contact", "case_history", "due_command", "outbox", "debtor", "collection_case"):
        assert PHONE not in str(await world.service.rows(f"SELECT * FROM {table}"))


async def test_while_the_vault_is_silent_nobody_is_contacted_and_later_it_is_tried_again(world: World) -> None:
    world.outside.vault_status = 503
    await world.overdue_customer(days=1)
    await world.day_closes()
    assert world.outside.texts == []
    assert await world.events("ContactAttempted") == []
    world.outside.vault_status = 200
    await _make_due(world)
    assert len(world.outside.texts) == 1


async def test_what_the_vault_refuses_is_never_sent(world: World) -> None:
    world.outside.vault_status = 403
    await world.overdue_customer(days=1)
    await world.day_closes()
    assert world.outside.texts == []
    assert [row["state"] for row in await world.service.rows("SELECT state FROM contact")] == ["CANCELLED"]


async def test_a_text_sent_but_not_confirmed_is_repeated_under_the_same_key(world: World) -> None:
    world.outside.gateway_status = 503
    await world.overdue_customer(days=1)
    await world.day_closes()
    world.outside.gateway_status = 201
    await _make_due(world)
    contact = (await world.service.rows("SELECT contact_id, state FROM contact"))[0]
    assert (contact["state"], world.outside.texts[0]["key"]) == ("DONE", str(contact["contact_id"]))
    assert len(await world.events("ContactAttempted")) == 1


async def test_who_paid_before_the_text_went_out_gets_none(world: World) -> None:
    world.outside.vault_status = 503
    party_id, loan_id = await world.overdue_customer(days=1)
    await world.day_closes()
    await world.pays(party_id, loan_id, OVERDUE_FEN, overdue_fen=0)
    world.outside.vault_status = 200
    await _make_due(world)
    assert world.outside.texts == []
    assert [row["state"] for row in await world.service.rows("SELECT state FROM contact")] == ["CANCELLED"]


async def test_a_text_that_comes_too_late_is_not_sent(world: World) -> None:
    world.outside.vault_status = 503
    await world.overdue_customer(days=1)
    await world.day_closes()
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql(
            """UPDATE due_command SET payload = payload || '{"not_after": "2020-01-01T00:00:00+00:00"}'"""
        )
    world.outside.vault_status = 200
    await _make_due(world)
    assert world.outside.texts == []


async def test_a_case_on_hold_is_not_reminded(world: World) -> None:
    await world.overdue_customer(days=1)
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE collection_case SET hold = 'DISPUTE'")
    await world.day_closes()
    assert world.outside.texts == []


async def test_an_open_promise_gets_one_reminder_whoever_sends_it(world: World) -> None:
    await world.overdue_customer(days=14)
    case_id = (await world.the_case())["case_id"]
    await world.promises(case_id, OVERDUE_FEN, TODAY + timedelta(days=7))
    assert (await world.contact(case_id, {"channel": "SMS"})).status_code == 201
    await world.day_closes(2)
    assert len(world.outside.texts) == 1
    assert [item["rule_id"] for item in await world.events("ContactBlocked")] == ["OPEN_PROMISE"]


async def test_a_collectors_text_is_sent_too_and_counts(world: World) -> None:
    await world.overdue_customer(days=5)
    case_id = (await world.the_case())["case_id"]
    answers = [await world.contact(case_id, {"channel": "SMS"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 409]
    await world.service.settle()
    assert len(world.outside.texts) == 2
    assert [item["result"] for item in await world.events("ContactAttempted")] == ["SENT", "SENT"]


async def test_in_production_a_text_waits_for_its_hour(world: World) -> None:
    """Only a simulated calendar sends at once."""
    await world.overdue_customer(days=1)
    runtime = world.service.runtime
    async with runtime.engine.begin() as connection:
        context = CommandContext(SYSTEM, new_id())
        uow = runtime.definition.unit_of_work(connection, context, runtime.clock, runtime.authorizer)
        await run_day(uow, TODAY, TODAY + timedelta(days=1), texts_at_once=False)  # type: ignore[arg-type]
        await uow.flush()
    due = (await world.service.rows("SELECT due_at FROM due_command"))[0]["due_at"]
    assert due.isoformat() == "2026-11-23T02:00:00+00:00"


async def _make_due(world: World) -> None:
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE due_command SET due_at = due_at - interval '1 hour'")
    await world.service.settle()
