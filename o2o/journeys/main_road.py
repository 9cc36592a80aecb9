"""`main`: one shop owner from the street to a kept promise."""

from __future__ import annotations

from datetime import date

from o2o.journeys.credit_path import reach_approval, sign_line, take_money
from o2o.journeys.overdue_story import MISSES_FIRST_INSTALMENT, miss_and_cure
from o2o.journeys.scene import Scene
from o2o.world.customer import Customer

AMOUNT_FEN = 6_000_000
TERM_MONTHS = 12
PURPOSE = "BUSINESS"


async def run(scene: Scene) -> Customer:
    """Scan, consent, decision, all-in cost, signed, money, missed, blocked at 22:10, promise, paid."""
    customer = await scene.newcomer(segment="SHOP_OWNER", age_years=38, behaviour=MISSES_FIRST_INSTALMENT)
    await reach_approval(scene, customer, product_code="SHOP_TERM", amount_fen=AMOUNT_FEN, term_months=TERM_MONTHS, purpose_code=PURPOSE)
    await sign_line(scene, customer)
    await take_money(
        scene, customer, amount_fen=customer.line["total_fen"], term_months=TERM_MONTHS, method="EQ_INST", purpose_code=PURPOSE
    )
    loan = await customer.actor.get("credit", f"/v1/loans/{customer.loan_id}")
    await miss_and_cure(scene, customer, date.fromisoformat(loan["next_due_date"]))
    return customer
