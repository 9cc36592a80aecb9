"""A person decides what was referred: authority, outlet, version, maker and checker (F130)."""
from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy.exc import DBAPIError

from shared.db.unit_of_work import new_id
from tests.component.onboarding.world import World, code_of
from tests.support.service import read_json

TERMS = {"amount_fen": 5_000_000, "term_months": 12, "annual_rate": "0.0840", "comment": "实地核实，经营正常"}


async def referred(world: World) -> tuple[str, str]:
    """(party_id, application_id) at version 3."""
    party_id, application_id = await world.submitted()
    await world.decide(party_id, application_id, "REFERRED", reasons=("BUREAU_MISSING",))
    return party_id, application_id


def approver(world: World, **claims: Any) -> dict[str, str]:
    return world.staff("APPROVER", **{"subject": "approver.wu", "authority_fen": 50_000_000, **claims})


async def act(
    world: World, application_id: str, action: str, body: dict[str, Any], caller: dict[str, str], *, version: int | None = 3
) -> httpx.Response:
    match = {} if version is None else {"If-Match": f'"v{version}"'}
    return await world.service.post(f"/v1/applications/{application_id}/{action}", body, {**caller, **match})


async def test_an_approver_grants_what_was_referred(world: World) -> None:
    party_id, application_id = await referred(world)
    decision_id = (await world.application(application_id))["decision_id"]
    answer = await act(world, application_id, "approve", TERMS, approver(world))
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v4"')
    assert dict(await world.service.published())["ApplicationApproved"] == {
        "application_id": application_id, "party_id": party_id, "product_code": "SHOP_TERM", "product_version": 1,
        "amount_fen": 5_000_000, "term_months": 12, "annual_rate": "0.0840", "purpose_code": "STOCK_PURCHASE",
        "outlet_id": "huangyan-1", "decision_id": decision_id, "approver": "approver.wu",
    }
    seen = await world.application(application_id)
    assert (seen["status"], seen["decided_automatically"]) == ("APPROVED", False)
    assert TERMS["comment"] not in str(seen)
    staff = await world.application(application_id, world.staff("OFFICER"))
    assert (staff["steps"][-1]["actor"], staff["steps"][-1]["comment"]) == ("approver.wu", TERMS["comment"])


async def test_a_decline_needs_reasons_and_tells_them(world: World) -> None:
    _, application_id = await referred(world)
    for body in ({"reasons": [], "comment": "no"}, {"comment": "no"}):
        answer = await act(world, application_id, "decline", body, approver(world))
        assert (answer.status_code, code_of(answer)) == (422, "platform.invalid-request")
    answer = await act(world, application_id, "decline", {"reasons": ["INCOME_UNPROVED"]}, approver(world))
    assert (answer.status_code, read_json(answer)["reasons"]) == (200, ["INCOME_UNPROVED"])
    declined = dict(await world.service.published())["ApplicationDeclined"]
    assert (declined["reasons"], declined["approver"]) == (["INCOME_UNPROVED"], "approver.wu")


@pytest.mark.parametrize(
    ("claims", "change", "status", "code"),
    [
        ({"authority_fen": 4_999_999}, {}, 403, "onboarding.authority-exceeded"),
        ({"authority_fen": 0}, {}, 403, "onboarding.authority-exceeded"),
        ({"outlet": "jiaojiang-2"}, {}, 404, "platform.not-found"),
        ({"subject": "person-1"}, {}, 403, "onboarding.maker-is-checker"),
        ({}, {"amount_fen": 6_000_001}, 422, "onboarding.amount-above-request"),
        ({}, {"term_months": 13}, 422, "onboarding.amount-above-request"),
        ({}, {"amount_fen": 499_999}, 422, "onboarding.amount-not-offered"),
        ({}, {"annual_rate": "0.1081"}, 422, "onboarding.rate-not-offered"),
        ({}, {"annual_rate": 0.084}, 422, "platform.invalid-request"),
    ],
)
async def test_nobody_approves_beyond_his_power(
    world: World, claims: dict[str, Any], change: dict[str, Any], status: int, code: str
) -> None:
    _, application_id = await referred(world)
    answer = await act(world, application_id, "approve", {**TERMS, **change}, approver(world, **claims))
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert (await world.application(application_id))["status"] == "REFERRED"


@pytest.mark.feature("F069")
async def test_the_officer_who_meets_the_customer_never_approves(world: World) -> None:
    _, application_id = await referred(world)
    for role in ("OFFICER", "OUTLET_MANAGER", "OPERATIONS", "COMPLIANCE", "COLLECTOR"):
        for action, body in (("approve", TERMS), ("decline", {"reasons": ["X"]})):
            answer = await act(world, application_id, action, body, world.staff(role, authority_fen=50_000_000))
            assert (answer.status_code, code_of(answer)) == (403, "platform.forbidden")
    assert (await act(world, application_id, "approve", TERMS, approver(world))).status_code == 200


async def test_the_version_that_was_read_has_to_be_named(world: World) -> None:
    _, application_id = await referred(world)
    missing = await act(world, application_id, "approve", TERMS, approver(world), version=None)
    assert (missing.status_code, code_of(missing)) == (428, "platform.if-match-required")
    stale = await act(world, application_id, "approve", TERMS, approver(world), version=2)
    assert (stale.status_code, code_of(stale)) == (412, "platform.stale-version")


async def test_of_two_approvers_at_once_one_decides(world: World) -> None:
    _, application_id = await referred(world)
    decline = {"reasons": ["INCOME_UNPROVED"]}
    answers = await world.race(
        act(world, application_id, "approve", TERMS, approver(world, subject="approver.wu")),
        act(world, application_id, "decline", decline, approver(world, subject="approver.zheng")),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    names = [name for name, _ in await world.service.published()]
    assert names.count("ApplicationApproved") + names.count("ApplicationDeclined") == 1


async def test_what_policy_is_still_deciding_is_not_for_people(world: World) -> None:
    _, application_id = await world.submitted()
    answer = await act(world, application_id, "approve", TERMS, approver(world), version=2)
    assert (answer.status_code, code_of(answer)) == (409, "onboarding.transition-refused")


async def test_a_later_machine_decision_does_not_overrule_a_referral(world: World) -> None:
    party_id, application_id = await referred(world)
    await world.decide(party_id, application_id, "APPROVED", decision_id=new_id())
    assert (await world.application(application_id))["status"] == "REFERRED"


async def test_the_database_itself_refuses_a_maker_who_checks_and_a_changed_history(world: World) -> None:
    _, application_id = await referred(world)
    await act(world, application_id, "approve", TERMS, approver(world))
    for statement in (
        "UPDATE application SET decided_by = made_by",
        "UPDATE application SET approved_rate = NULL",
        "UPDATE application_step SET actor = 'somebody else'",
        "DELETE FROM vault_access",
    ):
        with pytest.raises(DBAPIError):
            async with world.service.runtime.engine.begin() as connection:
                await connection.exec_driver_sql(statement)
