"""`J10`: overdue, early collection, promise, cure (domain.md section 3)."""

from __future__ import annotations

from datetime import date

from o2o.journeys.credit_path import reach_approval, sign_line, take_money
from o2o.journeys.overdue_story import MISSES_FIRST_INSTALMENT, miss_and_cure
from o2o.journeys.scene import Scene
from o2o.world.customer import Customer

AMOUNT_FEN = 3_000_000
TERM_MONTHS = 6


async def run(scene: Scene) -> Customer:
    """A salaried borrower misses his first instalment and pays as promised."""
    customer = await scene.newcomer(segment="SALARIED", age_years=33, behaviour=MISSES_FIRST_INSTALMENT)
    customer.channel_code, customer.scene_code = "APP", "PAYDAY"
    await reach_approval(scene, customer, product_code="PAYROLL", amount_fen=AMOUNT_FEN, term_months=TERM_MONTHS, purpose_code="FURNISHING")
    await sign_line(scene, customer)
    await take_money(
        scene, customer, amount_fen=customer.line["total_fen"], term_months=TERM_MONTHS, method="EQ_INST", purpose_code="FURNISHING"
    )
    loan = await customer.actor.get("credit", f"/v1/loans/{customer.loan_id}")
    await miss_and_cure(scene, customer, date.fromisoformat(loan["next_due_date"]))
    return customer
