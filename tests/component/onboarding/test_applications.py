"""Drafting, submitting, withdrawing, listing and expiring applications (domain.md 2.1.2)."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shared.db.unit_of_work import new_id
from shared.schemas.events.business_day import DayClosed
from shared.schemas.events.credit import RegParamChanged
from tests.component.onboarding.world import BUSINESS_DATE, World, application, code_of
from tests.support.service import read_json


async def close_days(world: World, until: date) -> None:
    day = BUSINESS_DATE
    while day < until:
        await world.service.receive(DayClosed(closed_date=day, next_date=day + timedelta(days=1), checksums={}))
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"product_code": "NO_SUCH"}, "onboarding.product-not-offered"),
        ({"amount_fen": 499_999}, "onboarding.amount-not-offered"),
        ({"amount_fen": 40_000_001}, "onboarding.amount-not-offered"),
        ({"term_months": 2}, "onboarding.term-not-offered"),
        ({"term_months": 61}, "onboarding.term-not-offered"),
        ({"facts": {"address_book": "YES"}}, "onboarding.fact-refused"),
        ({"facts": {"call_records": 3}}, "onboarding.fact-refused"),
        ({"facts": {"marital_status": "MARRIED"}}, "onboarding.fact-refused"),
        ({"facts": {"income": 1.5}}, "onboarding.fact-refused"),
        ({"facts": {"income": {"fen": 1}}}, "onboarding.fact-refused"),
        ({"facts": {"remark": "电话13800001234"}}, "onboarding.fact-refused"),
    ],
)
async def test_what_the_product_or_the_rules_do_not_allow_is_refused(world: World, change: dict[str, Any], code: str) -> None:
    party_id = await world.ready_to_apply()
    answer = await world.draft(party_id, **change)
    assert (answer.status_code, code_of(answer)) == (422, code)
    assert "13800001234" not in answer.text
    assert await world.service.rows("SELECT application_id FROM application") == []


async def test_a_product_that_starts_tomorrow_is_not_on_offer_today(world: World) -> None:
    await world.publish_product(product_code="PAYROLL", effective_from=BUSINESS_DATE + timedelta(days=1))
    party_id = await world.ready_to_apply()
    assert code_of(await world.draft(party_id, product_code="PAYROLL")) == "onboarding.product-not-offered"
    await close_days(world, BUSINESS_DATE + timedelta(days=1))
    assert (await world.draft(party_id, product_code="PAYROLL")).status_code == 201


async def test_a_product_changed_after_the_draft_is_checked_again_at_submission(world: World) -> None:
    party_id = await world.ready_to_apply()
    draft_id = read_json(await world.draft(party_id))["application_id"]
    await world.publish_product(product_version=2, amount_max_fen=5_000_000)
    answer = await world.submit(draft_id)
    assert (answer.status_code, code_of(answer)) == (422, "onboarding.amount-not-offered")


async def test_submission_needs_identity_at_level_two_first_and_then_both_consents(world: World) -> None:
    await world.publish_product()
    party_id = await world.register()
    draft_id = read_json(await world.draft(party_id))["application_id"]
    refusals = [code_of(await world.submit(draft_id))]
    await world.verify(party_id, "ID_DOCUMENT")
    refusals.append(code_of(await world.submit(draft_id)))
    await world.verify(party_id, "CARD_FOUR_FACTOR")
    for purpose in ("PROFILING", "CREDIT_BUREAU"):
        refusals.append(code_of(await world.submit(draft_id)))
        await world.consent(party_id, purpose)
    assert refusals == ["onboarding.identity-not-verified"] * 2 + ["onboarding.consent-missing"] * 2
    assert (await world.submit(draft_id)).status_code == 200
    names = [name for name, _ in await world.service.published()]
    assert names.count("ApplicationSubmitted") == 1


async def test_a_student_gets_no_consumer_loan_while_the_parameter_blocks(world: World) -> None:
    party_id = await world.ready_to_apply()
    await world.publish_product(product_code="PAYROLL", consumer=True)
    facts = {"occupation": "STUDENT"}
    draft_id = read_json(await world.draft(party_id, product_code="PAYROLL", facts=facts))["application_id"]
    answer = await world.submit(draft_id)
    assert (code_of(answer), read_json(answer)["facts"]) == ("onboarding.student-refused", {"rule_id": "R09"})
    await world.service.receive(
        RegParamChanged(code="STUDENT", value="ALLOW", effective_from=BUSINESS_DATE, source="head office", approver="compliance")
    )
    assert (await world.submit(draft_id)).status_code == 200


async def test_a_purpose_is_banned_from_its_first_day_to_the_day_before_its_last(world: World) -> None:
    party_id = await world.ready_to_apply()
    tomorrow, day_after = (BUSINESS_DATE + timedelta(days=days) for days in (1, 2))
    ban = {"code": "PURPOSE_BANNED", "value": "PROPERTY STOCKS", "source": "R03", "approver": "compliance"}
    await world.service.receive(RegParamChanged(effective_from=tomorrow, effective_to=day_after, **ban))
    answers = []
    for day in (BUSINESS_DATE, tomorrow, day_after):
        await close_days(world, day)
        application_id = read_json(await world.draft(party_id, purpose_code="STOCKS"))["application_id"]
        answers.append(await world.submit(application_id))
        await world.service.post(f"/v1/applications/{application_id}/withdraw", {}, world.borrower())
    assert [answer.status_code for answer in answers] == [200, 409, 200]
    assert (code_of(answers[1]), read_json(answers[1])["facts"]) == ("onboarding.purpose-refused", {"rule_id": "R03"})


async def test_one_application_for_a_product_is_under_review_at_a_time(world: World) -> None:
    party_id, first = await world.submitted()
    drafts = [read_json(await world.draft(party_id))["application_id"] for _ in range(8)]
    assert code_of(await world.submit(drafts[0])) == "onboarding.application-in-progress"
    await world.decide(party_id, first, "DECLINED")
    answers = await world.race(*(world.submit(draft) for draft in drafts))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7


async def test_a_submission_is_told_once_however_often_it_is_sent(world: World) -> None:
    party_id = await world.ready_to_apply()
    draft_id = read_json(await world.draft(party_id))["application_id"]
    path, key = f"/v1/applications/{draft_id}/submit", new_id()
    answers = await world.race(*(world.service.post(path, {}, world.borrower(), key) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert [answer for answer in answers if answer.status_code == 200]
    final = await world.service.post(path, {}, world.borrower(), key)
    assert (final.status_code, final.headers["idempotency-replayed"]) == (200, "true")
    assert [name for name, _ in await world.service.published()].count("ApplicationSubmitted") == 1
    fresh_key = await world.submit(draft_id)
    assert (fresh_key.status_code, code_of(fresh_key)) == (409, "onboarding.transition-refused")


async def test_the_customer_withdraws_before_the_decision_and_not_after(world: World) -> None:
    party_id, first = await world.submitted()
    path = "/v1/applications/{}/withdraw"
    answer = await world.service.post(path.format(first), {}, world.borrower())
    assert (read_json(answer)["status"], read_json(answer)["reasons"]) == ("CANCELLED", ["WITHDRAWN_BY_CUSTOMER"])
    await world.decide(party_id, first, "APPROVED")
    assert (await world.application(first))["status"] == "CANCELLED"
    second = read_json(await world.draft(party_id))["application_id"]
    await world.submit(second)
    await world.decide(party_id, second, "APPROVED")
    answer = await world.service.post(path.format(second), {}, world.borrower())
    assert (answer.status_code, code_of(answer)) == (409, "onboarding.transition-refused")
    cancelled = [payload for name, payload in await world.service.published() if name == "ApplicationCancelled"]
    assert [(event["application_id"], event["reason"]) for event in cancelled] == [(first, "WITHDRAWN_BY_CUSTOMER")]


async def test_a_draft_lapses_on_its_thirtieth_day_and_the_day_is_answered(world: World) -> None:
    party_id, submitted = await world.submitted()
    draft_id = read_json(await world.draft(party_id))["application_id"]
    await close_days(world, BUSINESS_DATE + timedelta(days=29))
    assert (await world.application(draft_id))["status"] == "DRAFT"
    await close_days(world, BUSINESS_DATE + timedelta(days=30))
    seen = await world.application(draft_id)
    assert (seen["status"], seen["reasons"], seen["steps"][-1]["business_date"]) == ("CANCELLED", ["DRAFT_EXPIRED"], "2026-12-22")
    assert (await world.application(submitted))["status"] == "SUBMITTED"
    processed = [payload["closed_date"] for name, payload in await world.service.published() if name == "OnboardingDayProcessed"]
    assert processed == [str(BUSINESS_DATE + timedelta(days=n)) for n in range(30)]


async def test_other_peoples_applications_do_not_exist(world: World) -> None:
    party_id, application_id = await world.submitted("person-1", 1)
    await world.register("person-2", 2)
    stranger, path = world.borrower("person-2"), f"/v1/applications/{application_id}"
    for answer in (
        await world.service.get(path, stranger),
        await world.service.post(f"{path}/submit", {}, stranger),
        await world.service.post(f"{path}/withdraw", {}, stranger),
        await world.service.post("/v1/applications", application(party_id), stranger),
        await world.service.get(path, world.staff("OFFICER", outlet="jiaojiang-2")),
        await world.service.get("/v1/applications?outlet_id=huangyan-1", world.staff("OFFICER", outlet="jiaojiang-2")),
        await world.service.get(f"/v1/applications/{new_id()}", stranger),
    ):
        assert (answer.status_code, code_of(answer)) == (404, "platform.not-found")
    unknown = await world.service.get(path, world.borrower("person-3"))
    assert (unknown.status_code, code_of(unknown)) == (409, "platform.identity-pending")


async def test_lists_show_each_side_its_own_newest_first_in_signed_pages(world: World) -> None:
    _, first = await world.submitted("person-1", 1)
    party_2 = await world.ready_to_apply("person-2", 2)
    drafts = [read_json(await world.draft(party_2, "person-2"))["application_id"] for _ in range(3)]

    async def listed(query: str, caller: dict[str, str]) -> list[str]:
        return [item["application_id"] for item in read_json(await world.service.get(f"/v1/applications{query}", caller))["items"]]

    assert await listed("", world.borrower("person-1")) == [first]
    officer = world.staff("OFFICER")
    assert await listed("", officer) == [*drafts[::-1], first]
    assert await listed("?status=SUBMITTED&outlet_id=huangyan-1", officer) == [first]
    assert await listed("", world.staff("OFFICER", outlet="jiaojiang-2")) == []
    assert len(await listed("", world.staff("OPERATIONS", outlet="HEAD_OFFICE"))) == 4
    page = read_json(await world.service.get("/v1/applications?page_size=3", officer))
    assert await listed(f"?page_size=3&cursor={page['next_cursor']}", officer) == [first]
    foreign = await world.service.get(f"/v1/applications?status=DRAFT&cursor={page['next_cursor']}", officer)
    assert (foreign.status_code, code_of(foreign)) == (400, "platform.invalid-cursor")


async def test_staff_see_who_acted_and_customers_do_not(world: World) -> None:
    _, application_id = await world.submitted()
    own = (await world.application(application_id))["steps"][0]
    seen = (await world.application(application_id, world.staff("OFFICER")))["steps"][0]
    assert ("actor" in own, seen["actor"]) == (False, "person-1")
