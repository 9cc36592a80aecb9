"""From the approval to the loan: contract, signature, cost sheet, drawdown, pay-out."""
from __future__ import annotations

import pytest

from tests.component.credit.world import World


@pytest.mark.feature("F131")
async def test_an_approved_application_becomes_a_loan_with_schedule_ledger_and_limit(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    loan = await world.draw(customer, line, amount_fen=100_000_00)
    assert (loan["status"], loan["outstanding_principal_fen"], loan["class"]) == ("ACTIVE", 100_000_00, "NORMAL")
    schedule = (await world.service.get(f"/v1/loans/{loan['loan_id']}/schedule", customer.headers)).json()["items"]
    assert [row["unpaid_fen"] for row in schedule] == [8_606_64] * 11 + [8_606_69]
    postings = await world.service.rows("SELECT account, amount_fen FROM posting ORDER BY line")
    assert [(row["account"], row["amount_fen"]) for row in postings] == [("1301", 100_000_00), ("3001", -100_000_00)]
    nodes = await world.service.rows("SELECT kind, used_fen, reserved_fen FROM limit_node ORDER BY depth")
    assert [tuple(row.values()) for row in nodes] == [("PARTY", 100_000_00, 0), ("LINE", 100_000_00, 0)]
    names = [name for name, _ in await world.service.published()]
    assert names[-7:] == [
        "ContractPrepared",
        "ContractSigned",
        "CreditLineActivated",
        "CostSheetPresented",
        "CostSheetConfirmed",
        "DrawdownRequested",
        "LoanDisbursed",
    ]


@pytest.mark.feature("F026")
async def test_a_customer_may_hold_a_line_with_nothing_drawn(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    shown = (await world.service.get(f"/v1/lines/{line['line_id']}", customer.headers)).json()
    assert (shown["status"], shown["used_fen"], shown["available_fen"]) == ("ACTIVE", 0, 100_000_00)
    assert (await world.service.get("/v1/loans", customer.headers)).json()["items"] == []
    loan = await world.draw(customer, line)
    assert (loan["line_id"], loan["loan_id"] != loan["line_id"]) == (line["line_id"], True)
