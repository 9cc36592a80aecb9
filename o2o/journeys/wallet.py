"""`J8`: standby money drawn and repaid by the day, exact to amendment A15 (domain.md section 0 and E8)."""

from __future__ import annotations

from datetime import date, timedelta

from o2o.journeys.credit_path import reach_approval, sign_line, take_money
from o2o.journeys.scene import Scene, require
from o2o.world.customer import Customer
from shared.kernel.day_count import add_months
from shared.kernel.money import yuan_text

LIMIT_FEN = 3_000_000
FIRST_DRAW_FEN, SECOND_DRAW_FEN, REPAID_FEN = 2_000_000, 1_000_000, 500_000
SETTLED_FEN = 12_300
PAYOFF_FEN = 2_507_500
TERM_MONTHS = 12
PURPOSE = "BUSINESS"


async def run(scene: Scene) -> Customer:
    """Draw 20,000 on the 1st, repay 5,000 on the 11th, draw 10,000 on the 15th, settle on the 20th, pay off after 30 days."""
    customer = await scene.newcomer(segment="SHOP_OWNER", age_years=41, behaviour={"kind": "ALWAYS_PAYS"})
    await reach_approval(scene, customer, product_code="WALLET", amount_fen=LIMIT_FEN, term_months=TERM_MONTHS, purpose_code=PURPOSE)
    await sign_line(scene, customer)
    first = await _first_of_next_month(scene)
    loan_ids = [await _draw(scene, customer, FIRST_DRAW_FEN)]
    await _repay(scene, customer, loan_ids[0], REPAID_FEN, on=first + timedelta(days=10))
    await scene.close_until(first + timedelta(days=14))
    loan_ids.append(await _draw(scene, customer, SECOND_DRAW_FEN))
    await _settle(scene, customer, loan_ids, first)
    await _pay_off(scene, customer, loan_ids, first + timedelta(days=30))
    return customer


async def _first_of_next_month(scene: Scene) -> date:
    today = await scene.today()
    first = today if today.day == 1 else add_months(today, 1, day=1)
    await scene.close_until(first)
    return first


async def _draw(scene: Scene, customer: Customer, amount_fen: int) -> str:
    await take_money(scene, customer, amount_fen=amount_fen, term_months=TERM_MONTHS, method="DAILY", purpose_code=PURPOSE)
    return customer.loan_id


async def _repay(scene: Scene, customer: Customer, loan_id: str, amount_fen: int, *, on: date) -> None:
    await scene.close_until(on)
    customer.loan_id = loan_id
    await customer.repay(amount_fen, "PREPAYMENT")
    line = await customer.actor.get("credit", f"/v1/lines/{customer.line['line_id']}")
    await scene.narrator.step(
        f"{on} 还款 ¥{yuan_text(amount_fen)},额度即时恢复",
        "Repays; the limit is back at once",
        call="POST /v1/loans/{id}/repayments",
        state=f"used ¥{yuan_text(line['used_fen'])}",
    )


async def _settle(scene: Scene, customer: Customer, loan_ids: list[str], first: date) -> None:
    settlement = first + timedelta(days=19)
    await scene.close_until(settlement + timedelta(days=1))
    settled = 0
    for loan_id in loan_ids:
        transactions = (await customer.actor.get("credit", f"/v1/loans/{loan_id}/transactions"))["items"]
        settled += sum(item["amount_fen"] for item in transactions if item["kind"] == "INTEREST_SETTLEMENT")
    require(settled == SETTLED_FEN, f"settled {settled} fen, not {SETTLED_FEN}")
    await scene.narrator.step(
        f"{settlement} 结息 ¥{yuan_text(settled)}",
        "Interest settled on the 20th",
        call="GET /v1/loans/{id}/transactions",
        state="60.00 + 18.00 + 45.00 = 123.00",
    )


async def _pay_off(scene: Scene, customer: Customer, loan_ids: list[str], on: date) -> None:
    await scene.close_until(on)
    paid = 0
    for loan_id in loan_ids:
        customer.loan_id = loan_id
        quote = await customer.actor.get("credit", f"/v1/loans/{loan_id}/payoff?on={on.isoformat()}")
        await customer.repay(quote["total_fen"], "PAYOFF")
        paid += quote["total_fen"]
        loan = await customer.actor.get("credit", f"/v1/loans/{loan_id}")
        require(loan["status"] == "SETTLED", f"the loan is {loan['status']} after its payoff")
    require(paid == PAYOFF_FEN, f"paid {paid} fen, not {PAYOFF_FEN}")
    await scene.narrator.step(
        f"{on} 全部结清 ¥{yuan_text(paid)}",
        "Paid off",
        call="GET /v1/loans/{id}/payoff · POST …/repayments",
        state="25,000.00 + 75.00 = 25,075.00",
    )
