"""Who sees which decision, what-if, replay, and bad input."""
from __future__ import annotations

from typing import Any

from shared.db.unit_of_work import new_id
from shared.schemas.events.onboarding import PartySubjectLinked
from tests.component.scoring.world import OUTLET, World
from tests.support.service import read_json
from tests.support.tokens import ISSUER


async def test_staff_reads_inputs_trace_versions_and_reasons_in_two_languages(world: World) -> None:
    decided = await world.decided(purpose_code="STOCKS")
    found = read_json(await world.service.get(f"/v1/decisions/{decided['decision_id']}", world.staff("APPROVER", outlet=OUTLET)))
    assert found["result"] == "DECLINED"
    assert found["reasons"] == [
        {"code": "PURPOSE_BANNED", "text_zh": "贷款用途属于禁止范围", "text_en": "Loans may not be used for this purpose"}
    ]
    assert found["trace"]["rules"]["hit"] == "banned-purpose"
    assert found["inputs"]["purpose_code"] == "STOCKS"
    assert [found[kind]["version"] for kind in ("model", "policy")] == [1, 1]
    assert len(found["sha256"]) == 64


async def test_staff_of_another_outlet_finds_nothing(world: World) -> None:
    decided = await world.decided()
    stranger = world.staff("APPROVER", outlet="elsewhere-9")
    assert (await world.service.get(f"/v1/decisions/{decided['decision_id']}", stranger)).status_code == 404
    assert read_json(await world.service.get("/v1/decisions", stranger))["items"] == []


async def test_a_customer_reads_his_own_answer_without_trace_and_nobody_elses(world: World) -> None:
    party_id = await world.register()
    own, other = await world.submit(party_id), await world.decided()
    await world.service.receive(PartySubjectLinked(party_id=party_id, issuer=ISSUER, subject="person-1"))
    await world.service.settle()
    customer = world.service.bearer(kind="borrower", subject="person-1")
    listed = read_json(await world.service.get("/v1/decisions", customer))["items"]
    assert [one["application_id"] for one in listed] == [own]
    mine = read_json(await world.service.get(f"/v1/decisions/{listed[0]['decision_id']}", customer))
    assert mine["result"] == "APPROVED"
    assert not {"trace", "score", "inputs", "pd_ppm"} & set(mine)
    assert (await world.service.get(f"/v1/decisions/{other['decision_id']}", customer)).status_code == 404


async def test_a_customer_who_is_not_linked_yet_is_told_so(world: World) -> None:
    stranger = world.service.bearer(kind="borrower", subject="somebody")
    answer = await world.service.get("/v1/decisions", stranger)
    assert (answer.status_code, read_json(answer)["code"]) == (409, "platform.identity-pending")


async def test_decisions_are_listed_newest_first_in_pages(world: World) -> None:
    made = [(await world.decided())["decision_id"] for _ in range(3)]
    staff = world.staff("OPERATIONS")
    first = read_json(await world.service.get("/v1/decisions?page_size=2", staff))
    second = read_json(await world.service.get(f"/v1/decisions?page_size=2&cursor={first['next_cursor']}", staff))
    assert [one["decision_id"] for one in first["items"] + second["items"]] == made[::-1]
    assert second["next_cursor"] is None
    tampered = await world.service.get(f"/v1/decisions?page_size=2&cursor={first['next_cursor'][:-2]}xx", staff)
    assert tampered.status_code == 400


async def test_what_if_shows_another_answer_and_keeps_nothing(world: World) -> None:
    decided = await world.decided()
    body = {"application_id": decided["application_id"], "facts": {"checking_account_status": "OVERDRAWN", "savings_status": "LOW"}}
    answer = read_json(await world.service.post("/v1/decisions", body, world.staff("APPROVER", outlet=OUTLET)))
    assert (decided["result"], answer["result"]) == ("APPROVED", "REFERRED")
    assert answer["score"] < decided["score"]
    assert len(await world.service.rows("SELECT * FROM decision")) == 1
    assert len(await world.decisions(decided["application_id"])) == 1


async def test_what_if_is_not_for_customers_loan_officers_or_other_outlets(world: World) -> None:
    body = {"application_id": (await world.decided())["application_id"]}
    statuses = [
        (await world.service.post("/v1/decisions", body, caller)).status_code
        for caller in (
            world.service.bearer(kind="borrower", subject="person-1"),
            world.staff("OFFICER", outlet=OUTLET),
            world.staff("APPROVER", outlet="elsewhere-9"),
            world.service.bearer(kind="service", subject="credit", scope="scoring:nothing"),
        )
    ]
    assert statuses == [403, 403, 404, 403]


async def test_a_stored_decision_replays_to_the_same_bits_whatever_the_answer_was(world: World) -> None:
    decided = [await world.decided(), await world.decided(purpose_code="STOCKS"), await world.decided(product_code="OTHER")]
    for one in decided:
        answer = await world.service.post(f"/v1/decisions/{one['decision_id']}/replay", {}, world.staff("COMPLIANCE"))
        replay = read_json(answer)
        assert (replay["is_identical"], replay["is_untampered"]) == (True, True)


MALFORMED: list[Any] = [
    {},
    {"application_id": "1"},
    {"application_id": new_id(), "amount_fen": 6_000_000.0},
    {"application_id": new_id(), "amount_fen": "6000000"},
    {"application_id": new_id(), "amount_fen": 0},
    {"application_id": new_id(), "amount_fen": 10**13 + 1},
    {"application_id": new_id(), "term_months": True},
    {"application_id": new_id(), "facts": {"housing": True}},
    {"application_id": new_id(), "facts": {"housing": 1.5}},
    {"application_id": new_id(), "facts": {"housing": "owned by 张三"}},
    {"application_id": new_id(), "facts": {"x" * 65: "A"}},
    {"application_id": new_id(), "facts": {f"fact_{number}": 1 for number in range(61)}},
    {"application_id": new_id(), "approve": True},
    [],
]


async def test_a_malformed_what_if_is_refused_without_an_echo(world: World) -> None:
    for body in MALFORMED:
        answer = await world.service.post("/v1/decisions", body, world.staff("APPROVER"))
        assert answer.status_code in (400, 422), body
        assert answer.headers["content-type"] == "application/problem+json"
        assert "张三" not in answer.text


async def test_unknown_ids_and_missing_tokens(world: World) -> None:
    staff = world.staff("COMPLIANCE")
    assert (await world.service.get(f"/v1/decisions/{new_id()}", staff)).status_code == 404
    assert (await world.service.get("/v1/decisions/not-an-id", staff)).status_code == 422
    assert (await world.service.post(f"/v1/decisions/{new_id()}/replay", {}, staff)).status_code == 404
    assert (await world.service.post("/v1/decisions", {"application_id": new_id()}, staff)).status_code == 404
    assert (await world.service.get("/v1/decisions", {})).status_code == 401
    assert (await world.service.client.post("/v1/decisions", json={}, headers=staff)).status_code == 400
