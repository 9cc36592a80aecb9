"""Opening and signing a line: what is read is signed, who signs comes from the vault, caps are checked again."""
from __future__ import annotations

from datetime import date

import httpx
import pytest

from shared.db.unit_of_work import new_id
from tests.component.credit.world import CARD_NUMBER, ID_NUMBER, NAME, World, silent


async def test_an_approval_twice_opens_one_line(world: World) -> None:
    customer = await world.customer()
    await world.approve(customer)
    (event,) = await world.events("ContractPrepared")
    assert (event["total_fen"], event["sign_by"], event["annual_rate"]) == (100_000_00, "2026-06-08", "0.0600")
    assert len(await world.service.rows("SELECT id FROM credit_line")) == 1


async def test_the_contract_prints_what_decides_the_debt(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    contract = (await world.service.get(f"/v1/contracts/{line['contract_id']}", customer.headers)).json()
    for words in ("年化利率 6.00%", "除以 360", "等额本息", "100,000.00 元", "9.00%", "不收取利息以外的任何费用"):
        assert words in contract["document"]
    assert contract["holder"] is None


async def test_signing_activates_the_line_and_seals_the_signer(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    signed = (await world.sign(customer, line)).json()
    assert (signed["line_status"], signed["start_date"], signed["end_date"]) == ("ACTIVE", "2026-06-01", "2031-06-01")
    assert signed["holder"] == {"name": "李**", "id_number": "331*************34", "card_number": "6222***********4567"}
    (row,) = await world.service.rows("SELECT holder_name, holder_id_number, holder_card_number FROM contract")
    assert all(bytes(sealed).startswith(b"k1:") for sealed in row.values())
    assert [event["total_fen"] for event in await world.events("CreditLineActivated")] == [100_000_00]


async def test_personal_data_reaches_neither_events_nor_stored_answers(world: World) -> None:
    customer = await world.customer()
    await world.line(customer)
    stored = await world.service.rows(
        "SELECT payload::text AS held FROM outbox UNION ALL SELECT convert_from(body, 'UTF8') FROM idempotency"
        " UNION ALL SELECT document FROM contract UNION ALL SELECT payload::text FROM due_command"
    )
    for secret in (NAME, ID_NUMBER, CARD_NUMBER):
        assert not [row for row in stored if secret in row["held"]]


async def test_signing_again_with_the_same_key_answers_the_same_bytes(world: World) -> None:
    customer, key = await world.customer(), new_id()
    line = await world.approve(customer)
    first, again = await world.sign(customer, line, key), await world.sign(customer, line, key)
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(world.outside.bodies("/corebank/v1/mandates")) == 1


async def test_a_signed_contract_is_not_signed_twice(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    again = await world.sign(customer, line)
    assert (again.status_code, again.json()["code"]) == (409, "credit.contract-not-signable")


async def test_another_text_is_not_signed_and_nothing_is_disclosed(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    body = {"document_hash": "0" * 64, "method": "E_SIGN", "account": "registered"}
    refused = await world.service.post(f"/v1/contracts/{line['contract_id']}/sign", body, customer.headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "credit.document-hash-mismatch")
    assert world.outside.bodies("/internal/v1/party-disclosures") == []


async def test_a_contract_waits_seven_days_for_its_signature(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    await world.move_to(date(2026, 6, 8))
    refused = await world.sign(customer, line)
    assert (refused.status_code, refused.json()["code"]) == (409, "credit.contract-not-signable")


async def test_a_silent_vault_is_503_and_the_same_request_works_later(world: World) -> None:
    customer, key = await world.customer(), new_id()
    line = await world.approve(customer)
    world.outside.vault = silent
    refused = await world.sign(customer, line, key)
    assert (refused.status_code, refused.json()["code"]) == (503, "credit.holder-unavailable")
    assert (refused.headers["Retry-After"], refused.json()["retryable"]) == ("1", True)
    assert await world.service.rows("SELECT 1 FROM contract WHERE status = 'SIGNED'") == []
    world.outside.vault = None
    assert (await world.sign(customer, line, key)).status_code == 200


async def test_a_vault_that_refuses_is_a_refusal(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    world.outside.vault = lambda: httpx.Response(403, json={"code": "onboarding.disclosure-refused"})
    refused = await world.sign(customer, line)
    assert (refused.status_code, refused.json()["code"]) == (409, "credit.holder-withheld")


async def test_a_vault_that_answers_nonsense_is_503(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    world.outside.vault = lambda: httpx.Response(200, json={"fields": {"name": NAME}})
    refused = await world.sign(customer, line)
    assert (refused.status_code, refused.json()["code"]) == (503, "credit.holder-unavailable")
    assert NAME not in refused.text


async def test_a_card_that_is_not_the_signers_is_refused(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    world.outside.mandate = lambda: httpx.Response(409, json={"code": "corebank.mandate-mismatch"})
    refused = await world.sign(customer, line)
    assert (refused.status_code, refused.json()["code"]) == (409, "credit.mandate-refused")


async def test_a_silent_core_bank_is_503_at_signing(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    world.outside.mandate = silent
    assert (await world.sign(customer, line)).status_code == 503


@pytest.mark.feature("F199")
async def test_online_consumer_lines_together_stay_within_the_cap(world: World) -> None:
    customer = await world.customer()
    payroll = {"product_code": "PAYROLL", "annual_rate": "0.0600"}
    await world.line(customer, **payroll, amount_fen=150_000_00)
    await world.line(customer, product_code="WALLET", annual_rate="0.1080", amount_fen=50_000_00)
    third = await world.approve(customer, product_code="WALLET", annual_rate="0.1080", amount_fen=100_00)
    refused = await world.sign(customer, third)
    assert (refused.status_code, refused.json()["code"]) == (409, "credit.consumer-cap-exceeded")
    assert refused.json()["facts"] == {"cap_fen": 200_000_00, "held_fen": 200_000_00}


async def test_an_operating_line_does_not_count_as_consumer_credit(world: World) -> None:
    customer = await world.customer()
    await world.line(customer, product_code="PAYROLL", amount_fen=200_000_00)
    await world.line(customer, product_code="SHOP_TERM", amount_fen=400_000_00)


async def test_somebody_elses_contract_is_not_found(world: World) -> None:
    owner, other = await world.customer(), await world.customer()
    line = await world.approve(owner)
    contract = (await world.service.get(f"/v1/contracts/{line['contract_id']}", owner.headers)).json()
    assert (await world.service.get(f"/v1/contracts/{line['contract_id']}", other.headers)).status_code == 404
    body = {"document_hash": contract["document_hash"], "method": "E_SIGN", "account": "registered"}
    answer = await world.service.post(f"/v1/contracts/{line['contract_id']}/sign", body, other.headers)
    assert answer.status_code == 404
    assert (await world.service.get(f"/v1/lines/{line['line_id']}", other.headers)).status_code == 404


@pytest.mark.parametrize("roles", [["OFFICER"], ["OPERATIONS"]])
async def test_staff_may_read_but_not_sign(world: World, roles: list[str]) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    staff = world.service.bearer(kind="staff", subject="officer.zhou", roles=roles, outlets=["huangyan-1"])
    contract = await world.service.get(f"/v1/contracts/{line['contract_id']}", staff)
    assert contract.status_code == 200
    body = {"document_hash": contract.json()["document_hash"], "method": "E_SIGN", "account": "registered"}
    assert (await world.service.post(f"/v1/contracts/{line['contract_id']}/sign", body, staff)).status_code == 403


async def test_a_sign_in_without_a_party_is_told_to_wait(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    stranger = world.service.bearer(kind="borrower", subject="nobody-yet")
    for path in ("/v1/lines", "/v1/loans", f"/v1/lines/{line['line_id']}"):
        answer = await world.service.get(path, stranger)
        assert (answer.status_code, answer.json()["code"]) == (409, "platform.identity-pending")
