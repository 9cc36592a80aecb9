"""The journeys reach their ends through public APIs, and afterwards the whole platform is in order."""

from __future__ import annotations

import pytest

from o2o.journeys.registry import JOURNEYS
from o2o.platform import Platform
from o2o.verify.cli import verify
from tests.e2e.main_road.past import Past

ENDS = {
    "main": {"LoanDisbursed", "ContactBlocked", "PromiseKept", "LoanCured", "CaseClosed"},
    "J8": {"LoanDisbursed", "LoanPrepaid", "InterestSettled", "LoanSettled"},
    "J10": {"LoanDisbursed", "ContactBlocked", "PromiseKept", "LoanCured", "CaseClosed"},
}


@pytest.mark.parametrize("journey_id", JOURNEYS)
def test_a_journey_reaches_its_end(past: Past, journey_id: str) -> None:
    told = past.journeys[journey_id]
    if told.error is not None:
        raise told.error
    assert {event for step in told.steps for event in step["events"]} >= ENDS[journey_id]


async def test_every_invariant_holds_after_the_journeys(platform: Platform, past: Past) -> None:
    assert past.journeys
    verdicts = await verify(platform)
    assert {verdict.invariant.id: verdict.finding.summary for verdict in verdicts if not verdict.finding.holds} == {}
    assert all(verdict.finding.compared and all(verdict.finding.compared.values()) for verdict in verdicts)
