"""Parties, loans and cases have their whole chains of events in the archive, told by different processes."""

from __future__ import annotations

from o2o.end_of_day import OPERATOR
from o2o.platform import Platform
from o2o.topology import BANK_SERVICES
from o2o.verify.registry import INVARIANTS
from o2o.verify.snapshot import snapshot
from o2o.world.bank import Bank
from tests.e2e.main_road.past import Past
from tests.support.process_table import processes_of

CHAINS = {"V17": {"parties", "applicants"}, "V18": {"loans"}, "V19": {"cases"}}
WHOLE_STORY = (
    "PartyRegistered",
    "ConsentGranted",
    "IdentityVerified",
    "ApplicationSubmitted",
    "DecisionMade",
    "ApplicationApproved",
    "ContractPrepared",
    "ContractSigned",
    "CreditLineActivated",
    "CostSheetConfirmed",
    "DrawdownRequested",
    "LoanDisbursed",
    "LoanOverdue",
    "CollectionCaseOpened",
    "ContactBlocked",
    "PromiseMade",
    "LoanCured",
    "CaseClosed",
)


async def test_chains_of_parties_loans_and_cases_are_whole(platform: Platform, past: Past) -> None:
    assert past.journeys
    async with snapshot(platform.verifier_url, ("onboarding", "credit", "collections", "ops")) as taken:
        findings = {one.id: await one.check(taken) for one in INVARIANTS if one.id in CHAINS}
    for invariant_id, counted in CHAINS.items():
        assert findings[invariant_id].holds, findings[invariant_id].summary
        assert {what for what, number in findings[invariant_id].compared.items() if number > 0} == counted


def test_each_service_is_a_process_of_its_own(platform: Platform) -> None:
    commands = processes_of(platform.run).values()
    counts = {service.name: sum(f"-m {service.module}" in command for command in commands) for service in BANK_SERVICES}
    assert counts == {service.name: 1 for service in BANK_SERVICES}


async def test_one_customers_story_is_told_by_four_services_in_order(bank: Bank, past: Past) -> None:
    """From registration to the cured loan, as the archive gives it to the operator."""
    party_id = past.customer("main").party_id
    told = (await bank.actor(OPERATOR).get("ops", f"/v1/timelines/{party_id}?page_size=200"))["items"]
    names = [event["type"].split(".")[2] for event in told]
    first = [names.index(name) if name in names else -1 for name in WHOLE_STORY]
    assert dict(zip(WHOLE_STORY, first, strict=True)) == dict(zip(WHOLE_STORY, sorted(first), strict=True))
    assert {event["type"].split(".")[1] for event in told} >= {"onboarding", "scoring", "credit", "collections"}
