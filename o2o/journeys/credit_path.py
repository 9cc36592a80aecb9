"""Steps that several journeys share: from the street to money in the account, and from a call to a promise."""

from __future__ import annotations

from datetime import date
from typing import Any

from o2o.journeys.scene import APPROVER, COLLECTOR, Scene, require
from o2o.world.approver import decide
from o2o.world.customer import SETTLED, Customer
from o2o.world.waiting import until
from shared.kernel.money import yuan_text

SOLID_FACTS: dict[str, str | int] = {
    "checking_account_status": "NONE",
    "credit_history": "CREDIT_ELSEWHERE",
    "savings_status": "VERY_HIGH",
    "occupation_tenure": "OVER_7_YEARS",
    "guarantee": "NONE",
    "main_asset": "REAL_ESTATE",
    "other_instalment_plans": "NONE",
    "housing": "OWNED",
    "occupation_class": "SKILLED",
    "landline": "YES",
    "instalment_burden_class": 2,
    "residence_years_class": 4,
    "credits_at_this_bank": 1,
}
"""Facts of a customer whom the card trusts."""


async def reach_approval(
    scene: Scene, customer: Customer, *, product_code: str, amount_fen: int, term_months: int, purpose_code: str
) -> dict[str, Any]:
    """Scan, consent, identity, application, decision. A referred case is decided by the approver."""
    tell = scene.narrator.step
    await customer.scan()
    scene.narrator.party_id = customer.party_id
    await tell("扫街边二维码,登记", "Scans the code in the street and registers", call="POST /v1/sessions · POST /v1/parties")
    await customer.consent()
    await tell("逐项授权:建档、金融信息、征信(单独)", "Consents one by one; the bureau's apart", call="POST /v1/consents ×3")
    proof = await customer.prove_identity()
    await tell(
        "证件与银行卡四要素核验",
        "Identity by document and bank card",
        call="POST /v1/parties/{id}/identity-verifications ×2",
        state=f"level {proof['level']}",
    )
    started = scene.bank.clock.monotonic()
    await customer.apply(
        product_code=product_code, amount_fen=amount_fen, term_months=term_months, purpose_code=purpose_code, facts=SOLID_FACTS
    )
    application = await customer.answer()
    seconds = scene.bank.clock.monotonic() - started
    if application["status"] == "REFERRED":
        await decide(scene.staff(APPROVER, customer), customer.application_id)
        application = await customer.answer(accept=SETTLED)
    require(application["status"] == "APPROVED", f"the application ended {application['status']}")
    await tell(
        f"申请 ¥{yuan_text(amount_fen)},{seconds:.1f} 秒得到答复",
        f"Applies and is answered in {seconds:.1f} s",
        call="POST /v1/applications · …/submit",
        state="APPROVED",
    )
    return application


async def sign_line(scene: Scene, customer: Customer) -> None:
    """The line contract."""
    await customer.sign()
    await scene.narrator.step(
        "阅读并签署授信合同", "Reads and signs the line contract", call="POST /v1/contracts/{id}/sign", state="ACTIVE"
    )


async def take_money(
    scene: Scene, customer: Customer, *, amount_fen: int, term_months: int, method: str, purpose_code: str
) -> dict[str, Any]:
    """All-in cost sheet, forced reading, drawdown, money."""
    tell = scene.narrator.step
    sheet = await customer.see_cost(amount_fen=amount_fen, term_months=term_months, method=method)
    await customer.read_cost()
    await customer.confirm_cost()
    await tell(
        "综合融资成本明示表,强制阅读后确认",
        "All-in cost shown, read and confirmed",
        call="POST /v1/cost-sheets · …/confirm",
        state=f"annual cost {sheet['annual_cost']}",
    )
    drawdown = await customer.draw(purpose_code=purpose_code)
    require(drawdown["state"] == "DISBURSED", f"the drawdown ended {drawdown['state']}")
    await tell(
        f"支用 ¥{yuan_text(amount_fen)},资金到账",
        "Draws; the money is in the account",
        call="POST /v1/lines/{id}/drawdowns",
        state="DISBURSED",
    )
    return drawdown


async def case_of(scene: Scene, customer: Customer) -> dict[str, Any]:
    """The customer's open collection case."""
    collector = scene.staff(COLLECTOR, customer)

    async def ask() -> dict[str, Any] | None:
        page = await collector.get("collections", "/v1/cases?status=OPEN&page_size=200")
        return next((case for case in page["items"] if case["party_id"] == customer.party_id), None)

    return dict(await until(ask, what="the collection case"))


def at(day: date, clock_time: str) -> str:
    """A time of day in Shanghai for `Sandbox-Now`."""
    return f"{day.isoformat()}T{clock_time}:00+08:00"
