"""Identity, texts, bureau, courts, registry, tax over HTTP, and the faults in front of them."""
from __future__ import annotations

import asyncio
from typing import Any

import pytest

from services.sandbox.api import records
from tests.component.sandbox.world import RunningWorld, id_number, person


async def ask(world: RunningWorld, path: str, body: dict[str, Any], by: str = "scoring") -> Any:
    system = path.split("/")[1]
    response = await world.call("POST", path, body, by=by, scope=f"{system}:all")
    assert response.is_success, response.text
    return response.json()


async def test_identity_is_compared_with_the_register(world: RunningWorld) -> None:
    one = person(1)
    await world.enter(one)
    claim = {"method": "CARD_FOUR_FACTOR", **{name: one[name] for name in ("name", "id_number", "card_number", "phone")}}
    for change, result in [({}, "MATCH"), ({"phone": "13900000000"}, "MISMATCH"), ({"id_number": id_number(7)}, "UNKNOWN")]:
        assert (await ask(world, "/identity/v1/verifications", {**claim, **change}, "onboarding"))["result"] == result


async def test_one_time_codes_are_texted_and_prove_the_phone(world: RunningWorld) -> None:
    await ask(world, "/sms/v1/one-time-codes", {"phone": "13812345678"}, "onboarding")
    found = await world.steer("POST", "/sandbox/v1/message-searches", {"recipient": "13812345678"})
    code = found.json()["items"][0]["params"]["code"]
    assert code == "345678"
    for typed, result in [(code, "MATCH"), ("000000", "MISMATCH")]:
        checked = await ask(world, "/sms/v1/one-time-codes/verify", {"phone": "13812345678", "code": typed}, "onboarding")
        assert checked == {"result": result}
        proof = {"method": "ONE_TIME_CODE", "phone": "13812345678", "code": typed}
        assert (await ask(world, "/identity/v1/verifications", proof, "onboarding"))["result"] == result


async def test_a_text_with_the_same_key_is_sent_once(world: RunningWorld) -> None:
    body = {"phone": "13812345678", "template": "payment-reminder", "params": {"amount": "¥12.00"}}
    for _ in range(2):
        answer = await world.call("POST", "/sms/v1/messages", body, by="collections", scope="sms:send", **{"Idempotency-Key": "contact-1"})
        assert answer.json() == {"message_id": "contact-1", "status": "DELIVERED"}
    assert len(await world.rows("SELECT message_key FROM text_message")) == 1


async def test_the_bureau_reports_what_is_on_file_or_what_magic_asks_for(world: RunningWorld) -> None:
    await world.enter(person(1, bureau={"accounts": 2, "max_dpd_24m": 7, "queries_3m": 4, "other_loans_fen": 100}))
    question = {"name": "x", "consent_reference": "c-1", "purpose": "LOAN_APPROVAL"}
    report = await ask(world, "/bureau/v1/reports", {**question, "id_number": id_number(1)})
    assert (report["accounts"], report["max_dpd_24m"], report["queries_3m"], report["first_time"]) == (2, 7, 4, False)
    assert (await ask(world, "/bureau/v1/reports", {**question, "id_number": id_number(912)}))["max_dpd_24m"] == 95
    assert (await ask(world, "/bureau/v1/reports", {**question, "id_number": id_number(5)}))["first_time"] is True


async def test_the_bureau_times_out_for_the_magic_number(world: RunningWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "BUREAU_TIMEOUT_SECONDS", 0)
    body = {"name": "x", "id_number": id_number(911), "consent_reference": "c-1", "purpose": "LOAN_APPROVAL"}
    answer = await world.call("POST", "/bureau/v1/reports", body, by="scoring", scope="bureau:reports")
    assert answer.status_code == 503


async def test_courts_registry_and_tax_answer_ordinary_and_magic_numbers(world: RunningWorld) -> None:
    clean = await ask(world, "/courts/v1/searches", {"name": "x", "id_number": id_number(1)})
    assert (set(clean["lists"]), any(clean["lists"].values())) == (set(records.records.COURT_LISTS), False)
    hit = await ask(world, "/courts/v1/searches", {"name": "x", "id_number": id_number(903)})
    assert [entry["role"] for entry in hit["lists"]["dishonest"]] == ["DEFENDANT"]
    for order, status in [(1, "ACTIVE"), (931, "REVOKED")]:
        assert (await ask(world, "/registry/v1/searches", {"name": "x", "id_number": id_number(order)}))["status"] == status
    question = {"name": "x", "consent_reference": "c", "purpose": "p"}
    for order, grade in [(1, "B"), (921, "D")]:
        assert (await ask(world, "/tax/v1/summaries", {**question, "id_number": id_number(order)}))["grade"] == grade


async def test_a_caller_needs_a_scope_of_the_system_and_a_token(world: RunningWorld) -> None:
    body = {"name": "x", "id_number": id_number(1)}
    assert (await world.call("POST", "/courts/v1/searches", body, by="scoring", scope="bureau:reports")).status_code == 403
    assert (await world.client.post("/courts/v1/searches", json=body)).status_code == 401


async def test_a_system_that_is_down_refuses_and_the_others_do_not(world: RunningWorld) -> None:
    await world.steer("PUT", "/sandbox/v1/faults", {"system": "courts", "down": True})
    body = {"name": "x", "id_number": id_number(1)}
    down = await world.call("POST", "/courts/v1/searches", body, by="scoring", scope="courts:searches")
    assert (down.status_code, down.json()["code"], down.json()["retryable"]) == (503, "platform.unavailable", True)
    assert (await ask(world, "/registry/v1/searches", body))["status"] == "ACTIVE"
    await world.steer("DELETE", "/sandbox/v1/faults")
    assert (await ask(world, "/courts/v1/searches", body))["lists"]


async def test_an_error_rate_is_a_share_of_calls(world: RunningWorld) -> None:
    await world.steer("PUT", "/sandbox/v1/faults", {"system": "registry", "error_rate": "0.5"})
    body = {"name": "x", "id_number": id_number(1)}
    answers = [await world.call("POST", "/registry/v1/searches", body, by="scoring", scope="registry:s") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 503, 200, 503]


async def test_a_delay_makes_the_callers_patience_run_out(world: RunningWorld) -> None:
    await world.steer("PUT", "/sandbox/v1/faults", {"system": "registry", "delay_ms": 60_000})
    body = {"name": "x", "id_number": id_number(1)}
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await world.call("POST", "/registry/v1/searches", body, by="scoring", scope="registry:searches")


async def test_a_lost_answer_leaves_the_work_done(world: RunningWorld) -> None:
    one = person(1)
    await world.enter(one)
    mandate_id = await world.mandate(one)
    await world.steer("PUT", "/sandbox/v1/faults", {"system": "corebank", "lose_answers": True})
    asked = {"request_no": "P1", "mandate_id": mandate_id, "amount_fen": 100, "business_date": "2027-01-05"}
    assert (await world.call("POST", "/corebank/v1/payouts", asked)).status_code == 504
    await world.steer("DELETE", "/sandbox/v1/faults")
    assert (await world.call("GET", "/corebank/v1/payouts/P1")).json()["status"] == "PAID"
    assert (await world.call("POST", "/corebank/v1/payouts", asked)).json()["status"] == "PAID"
    assert len(await world.rows("SELECT sequence FROM statement_line")) == 1


@pytest.mark.parametrize("wrong", [{"system": "moon"}, {"delay_ms": 60_001}, {"error_rate": "1.5"}, {"error_rate": 0.5}])
async def test_an_impossible_fault_is_refused(world: RunningWorld, wrong: dict[str, Any]) -> None:
    assert (await world.steer("PUT", "/sandbox/v1/faults", {"system": "sms", **wrong})).status_code == 422


async def test_it_is_ready_once_its_tables_answer(world: RunningWorld) -> None:
    assert (await world.client.get("/health/ready")).json() == {"status": "ready"}
