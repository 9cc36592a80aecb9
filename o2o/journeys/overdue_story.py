"""From a missed instalment to a kept promise: shared by the main road and by J10."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from o2o.journeys.credit_path import at, case_of
from o2o.journeys.scene import COLLECTOR, Scene, StoryBroken, require
from o2o.world.bank import CallRefused
from o2o.world.customer import Customer
from o2o.world.waiting import until
from shared.kernel.money import yuan_text

PROMISE_DAYS = 2
MISSES_FIRST_INSTALMENT = {"kind": "SCRIPT", "script": [{"instalment": 1, "reaction": "WAITS", "days": PROMISE_DAYS}]}
"""Misses the first instalment, promises when called, pays from money put into the account."""


async def miss_and_cure(scene: Scene, customer: Customer, first_due: date) -> None:
    """Missed, overdue, blocked call at 22:10, promise by day, paid, cured, case closed."""
    await _fall_behind(scene, customer, first_due)
    case = await case_of(scene, customer)
    await _call_too_late(scene, customer, case)
    promise = await _promise(scene, customer, case)
    await _keep(scene, customer, case, promise)


async def _fall_behind(scene: Scene, customer: Customer, first_due: date) -> None:
    tell = scene.narrator.step
    await scene.close_until(first_due)
    loan = await customer.actor.get("credit", f"/v1/loans/{customer.loan_id}")
    require(loan["status"] == "ACTIVE", "on the due date itself nothing is overdue")
    zh = f"{first_due} 首期到期,当日不算逾期"
    await tell(zh, "The first instalment falls due; DPD 0", call="POST /v1/business-days/close", state="ACTIVE")
    today = await scene.close_until(first_due + timedelta(days=2))
    loan = await customer.actor.get("credit", f"/v1/loans/{customer.loan_id}")
    require(loan["status"] == "OVERDUE", f"on {today} the loan is {loan['status']}")
    await tell("扣款失败,逾期,开立催收案件", "The debit is refused; overdue; a case opens", state=f"OVERDUE, DPD {loan['days_past_due']}")


async def _call_too_late(scene: Scene, customer: Customer, case: dict[str, Any]) -> None:
    collector = scene.staff(COLLECTOR, customer)
    today = await scene.today()
    try:
        await collector.post(
            "collections", f"/v1/cases/{case['case_id']}/contacts", {"channel": "PHONE", "person_role": "DEBTOR"}, at=at(today, "22:10")
        )
    except CallRefused as refusal:
        require(refusal.code == "collections.contact-blocked", f"the guard answered {refusal.code}")
        require(refusal.problem["facts"]["rule_id"] == "R31", "the rule is the night ban")
    else:
        raise StoryBroken("a call at 22:10 must be blocked")
    await scene.narrator.step(
        "22:10 拨打电话,被合规闸拦截",
        "A call at 22:10 is blocked by the guard",
        call="POST /v1/cases/{id}/contacts  Sandbox-Now 22:10",
        state="409 R31",
    )


async def _promise(scene: Scene, customer: Customer, case: dict[str, Any]) -> dict[str, Any]:
    collector = scene.staff(COLLECTOR, customer)
    today = await scene.today()
    asked = {"channel": "PHONE", "local_time": "10:00", "overdue_fen": case["overdue_fen"], "business_date": today.isoformat()}
    answer = await scene.bank.outside("POST", f"/sandbox/v1/people/{customer.person.subject}/contacts", asked)
    require(answer["result"] == "CONNECTED" and answer["promise"], "by day the debtor answers and promises")
    contact = {"channel": "PHONE", "person_role": "DEBTOR", "result": "CONNECTED"}
    await collector.post("collections", f"/v1/cases/{case['case_id']}/contacts", contact, at=at(today, "10:00"))
    promise = answer["promise"]
    await collector.post("collections", f"/v1/cases/{case['case_id']}/promises", promise, at=at(today, "10:02"))
    zh = f"10:00 接通,承诺 {promise['due_date']} 还 ¥{yuan_text(promise['amount_fen'])}"
    await scene.narrator.step(
        zh,
        f"At 10:00 he answers and promises ¥{yuan_text(promise['amount_fen'])} on {promise['due_date']}",
        call="POST …/contacts · …/promises",
        state="PROMISED",
    )
    return dict(promise)


async def _keep(scene: Scene, customer: Customer, case: dict[str, Any], promise: dict[str, Any]) -> None:
    deposit = {"amount_fen": promise["amount_fen"] + 100_000, "business_date": (await scene.today()).isoformat(), "description": "SALES"}
    await scene.bank.outside("POST", f"/sandbox/v1/people/{customer.person.subject}/deposits", deposit)
    await scene.close_until(date.fromisoformat(promise["due_date"]) + timedelta(days=2))
    collector = scene.staff(COLLECTOR, customer)

    async def closed() -> dict[str, Any] | None:
        found = await collector.get("collections", f"/v1/cases/{case['case_id']}")
        return dict(found) if found["status"] == "CLOSED" else None

    ended = await until(closed, what="the end of the case")
    loan = await customer.actor.get("credit", f"/v1/loans/{customer.loan_id}")
    require(loan["status"] == "ACTIVE", f"the loan is {loan['status']} after paying")
    require(ended["outcome"] == "CURED", f"the case ended {ended['outcome']}")
    await scene.narrator.step(
        "到账扣款,逾期结清,案件关闭",
        "The money comes, the debit succeeds, the case closes",
        call="POST /v1/business-days/close",
        state="CURED",
    )
