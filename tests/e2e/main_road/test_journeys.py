"""The journeys reach their ends through public APIs, and afterwards the whole platform is in order."""

from __future__ import annotations

import pytest

from o2o.journeys.registry import JOURNEYS
from o2o.platform import Platform
from o2o.verify.cli import verify
from o2o.world.bank import Bank
from tests.e2e.main_road.past import Past

CURED = frozenset({"LoanDisbursed", "LoanOverdue", "ContactBlocked", "PromiseKept", "LoanCured", "CaseClosed"})
REPAID = frozenset({"LoanDisbursed", "LoanPrepaid", "InterestSettled", "LoanSettled"})
ENDS = [
    pytest.param("main", CURED),
    pytest.param("J8", REPAID, marks=pytest.mark.feature("F040")),
    pytest.param("J10", CURED, marks=pytest.mark.feature("F284")),
]


def test_every_journey_there_is_is_played() -> None:
    assert [end.values[0] for end in ENDS] == list(JOURNEYS)


@pytest.mark.parametrize(("journey_id", "caused"), ENDS)
def test_a_journey_reaches_its_end(past: Past, journey_id: str, caused: frozenset[str]) -> None:
    told = past.journeys[journey_id]
    if told.error is not None:
        raise told.error
    assert {event for step in told.steps for event in step["events"]} >= caused


async def test_every_invariant_holds_after_the_journeys(platform: Platform, past: Past) -> None:
    assert past.journeys
    verdicts = await verify(platform)
    assert {verdict.invariant.id: verdict.finding.summary for verdict in verdicts if not verdict.finding.holds} == {}
    assert all(verdict.finding.compared and all(verdict.finding.compared.values()) for verdict in verdicts)


@pytest.mark.feature("F028")
async def test_one_chain_of_ids_leads_from_the_loan_back_to_the_decision(bank: Bank, past: Past) -> None:
    """Loan, drawdown, line, application, decision: each names the one before it, and the line its application leads to."""
    borrower, reader = past.as_born[0], bank.actor("risk.validator")
    customer = bank.actor(borrower.person.subject)
    loan = await customer.get("credit", f"/v1/loans/{borrower.loan_id}")
    drawdown = await customer.get("credit", f"/v1/drawdowns/{loan['drawdown_id']}")
    line = await customer.get("credit", f"/v1/lines/{drawdown['line_id']}")
    application = await customer.get("onboarding", f"/v1/applications/{line['application_id']}")
    decision = await reader.get("scoring", f"/v1/decisions/{application['decision_id']}")
    assert (drawdown["loan_id"], loan["line_id"], application["line_id"]) == (loan["loan_id"], line["line_id"], line["line_id"])
    assert decision["application_id"] == application["application_id"]
    assert {one["party_id"] for one in (loan, line, application, decision)} == {borrower.party_id}
