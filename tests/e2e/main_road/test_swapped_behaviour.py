"""Who falls overdue is decided by how people behave in the sandbox, which the bank cannot see: swap it, and it swaps."""

from __future__ import annotations

from typing import Any

from o2o.end_of_day import OPERATOR
from o2o.world.bank import Bank
from o2o.world.customer import Customer
from tests.e2e.main_road.past import Past

ALIKE = ("product_code", "principal_fen", "annual_rate", "term_months", "method", "start_date", "maturity_date")


async def test_swapping_two_behaviours_swaps_who_falls_overdue(bank: Bank, past: Past) -> None:
    """Four applicants alike hold the same loan; of each pair one pays and one does not, and one pair was swapped after the money came."""
    loans = [await _loan(bank, customer) for customer in (*past.as_born, *past.swapped)]
    assert len({tuple(loan[name] for name in ALIKE) for loan in loans}) == 1, "to the bank they are alike"
    assert [loan["status"] for loan in loans] == ["ACTIVE", "OVERDUE", "OVERDUE", "ACTIVE"]
    first_due = [(await _schedule(bank, customer))[0]["due_date"] for customer in past.swapped]
    assert loans[2]["next_due_date"] == first_due[0], "overdue since the first instalment"
    assert loans[3]["next_due_date"] > first_due[1], "the first instalment is paid"


async def _loan(bank: Bank, customer: Customer) -> dict[str, Any]:
    return dict(await bank.actor(customer.person.subject).get("credit", f"/v1/loans/{customer.loan_id}"))


async def _schedule(bank: Bank, customer: Customer) -> list[dict[str, Any]]:
    return list((await bank.actor(OPERATOR).get("credit", f"/v1/loans/{customer.loan_id}/schedule"))["items"])
