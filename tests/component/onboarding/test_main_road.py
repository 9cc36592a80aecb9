"""From a scan to an active line: what the customer sees and what the others are told."""
from __future__ import annotations

from datetime import date

import pytest

from shared.db.unit_of_work import new_id
from shared.schemas.events.credit import CreditLineActivated, LoanSettled
from tests.component.onboarding.world import BUSINESS_DATE, OUTLET, World, person
from tests.support.service import read_json


@pytest.mark.feature("F235")
async def test_a_walk_in_customer_reaches_a_credit_line_by_one_path(world: World) -> None:
    await world.publish_product()
    scan = {"channel_code": "STREET_QR", "scene_code": "SHOP_STREET", "outlet_id": OUTLET}
    session_id = read_json(await world.service.post("/v1/sessions", scan, world.borrower()))["session_id"]
    party_id = await world.register(session_id=session_id)
    for purpose in ("PROFILING", "CREDIT_BUREAU"):
        await world.consent(party_id, purpose)
    levels = [read_json(await world.verify(party_id, method))["level"] for method in ("ID_DOCUMENT", "CARD_FOUR_FACTOR")]
    assert levels == [1, 2]
    draft = await world.draft(party_id)
    application_id = read_json(draft)["application_id"]
    assert (draft.status_code, draft.headers["etag"]) == (201, '"v1"')
    assert draft.headers["location"] == f"/v1/applications/{application_id}"
    assert read_json(await world.submit(application_id))["status"] == "SUBMITTED"
    decision_id = await world.decide(party_id, application_id, "APPROVED")
    line_id = new_id()
    await world.service.receive(
        CreditLineActivated(
            line_id=line_id, party_id=party_id, application_id=application_id, product_code="SHOP_TERM", product_version=1,
            total_fen=5_000_000, start_date=BUSINESS_DATE, end_date=date(2031, 11, 22), outlet_id=OUTLET,
        )
    )

    seen = await world.application(application_id)
    assert (seen["status"], seen["stage"], seen["line_id"], seen["decision_id"]) == ("APPROVED", "POST_LOAN", line_id, decision_id)
    assert seen["approved"] == {"amount_fen": 5_000_000, "term_months": 12, "annual_rate": "0.0720", "product_version": 1}
    assert seen["decided_automatically"] is True
    assert [step["stage"] for step in seen["steps"]] == ["APPLY", "APPLY", "APPROVE", "POST_LOAN"]
    assert all(step["at"] and step["business_date"] == "2026-11-22" for step in seen["steps"])
    assert seen["status_text"] == {"zh": "合同已生效，可以用款", "en": "Your credit line is active; you can draw money"}
    assert [name for name, _ in await world.service.published()] == [
        "PartyRegistered", "PartySubjectLinked", "OnboardingSessionOpened", "ConsentGranted", "ConsentGranted",
        "IdentityVerified", "IdentityVerified", "ApplicationSubmitted", "ApplicationApproved",
    ]
    assert await world.parked() == 0


async def test_the_submitted_application_carries_what_scoring_needs_and_nothing_personal(world: World) -> None:
    party_id, application_id = await world.submitted()
    payload = dict(await world.service.published())["ApplicationSubmitted"]
    assert payload == {
        "application_id": application_id, "party_id": party_id, "product_code": "SHOP_TERM", "amount_fen": 6_000_000,
        "term_months": 12, "purpose_code": "STOCK_PURCHASE", "outlet_id": OUTLET, "channel_code": "STREET_QR",
        "division_code": "331003", "segment": "SHOP_OWNER", "trade_code": "RETAIL", "masked_name": "张**",
        "facts": {"monthly_income_fen": 1_200_000, "savings_status": "LOW"},
    }


async def test_the_approval_tells_credit_the_terms(world: World) -> None:
    party_id, application_id = await world.submitted()
    decision_id = await world.decide(party_id, application_id, "APPROVED")
    assert dict(await world.service.published())["ApplicationApproved"] == {
        "application_id": application_id, "party_id": party_id, "product_code": "SHOP_TERM", "product_version": 1,
        "amount_fen": 5_000_000, "term_months": 12, "annual_rate": "0.0720", "purpose_code": "STOCK_PURCHASE",
        "outlet_id": OUTLET, "decision_id": decision_id, "approver": "policy",
    }


async def test_a_decline_reaches_the_customer_with_its_reasons(world: World) -> None:
    party_id, application_id = await world.submitted()
    await world.decide(party_id, application_id, "DECLINED", reasons=("TERM_LONG", "WEAK_DEPOSITS"))
    seen = await world.application(application_id)
    assert (seen["status"], seen["reasons"], seen["approved"]) == ("DECLINED", ["TERM_LONG", "WEAK_DEPOSITS"], None)
    assert dict(await world.service.published())["ApplicationDeclined"]["reasons"] == ["TERM_LONG", "WEAK_DEPOSITS"]


async def test_a_decision_heard_twice_has_one_effect(world: World) -> None:
    party_id, application_id = await world.submitted()
    decision_id = await world.decide(party_id, application_id, "APPROVED")
    await world.decide(party_id, application_id, "DECLINED", decision_id=decision_id)
    assert (await world.application(application_id))["status"] == "APPROVED"
    assert await world.parked() == 0


async def test_a_decision_about_an_unknown_application_is_parked(world: World) -> None:
    await world.decide(new_id(), new_id(), "APPROVED")
    assert await world.parked() == 1


async def test_an_approval_without_an_amount_is_parked_and_changes_nothing(world: World) -> None:
    party_id, application_id = await world.submitted()
    await world.decide(party_id, application_id, "APPROVED", approved_amount_fen=0)
    assert (await world.application(application_id))["status"] == "SUBMITTED"
    assert await world.parked() == 1


async def test_the_date_of_the_last_loan_paid_off_is_kept(world: World) -> None:
    party_id = await world.register()
    for day in (date(2027, 3, 1), date(2027, 2, 1)):
        await world.service.receive(
            LoanSettled(loan_id=new_id(), party_id=party_id, outlet_id=OUTLET, business_date=day, line_id=new_id())
        )
    assert await world.service.rows("SELECT last_settled_on FROM party") == [{"last_settled_on": date(2027, 3, 1)}]


async def test_a_session_serves_its_own_scanner_once(world: World) -> None:
    scan = {"channel_code": "STREET_QR", "scene_code": "SHOP_STREET", "outlet_id": OUTLET}
    session_id = read_json(await world.service.post("/v1/sessions", scan, world.borrower("other")))["session_id"]
    answer = await world.service.post("/v1/parties", person(session_id=session_id), world.borrower())
    assert (answer.status_code, read_json(answer)["code"]) == (404, "platform.not-found")
    mismatch = person(session_id=session_id, channel_code="APP")
    answer = await world.service.post("/v1/parties", mismatch, world.borrower("other"))
    assert (answer.status_code, read_json(answer)["code"]) == (409, "onboarding.session-mismatch")
    assert await world.service.rows("SELECT party_id FROM party") == []
    await world.register("other", session_id=session_id)
    assert (await world.service.rows("SELECT count(*) AS n FROM acquisition_session WHERE party_id IS NOT NULL"))[0]["n"] == 1
