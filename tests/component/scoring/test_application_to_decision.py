"""From ApplicationSubmitted to DecisionMade: once, explained, and never an approval in the dark."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.db.unit_of_work import new_id
from shared.schemas.events.onboarding import ApplicationCancelled, ApplicationSubmitted, ConsentWithdrawn
from tests.component.scoring.world import BUREAU, CANARY_NAME, CANARY_NUMBER, COURTS, OUTLET, REGISTRY, VAULT, World
from tests.unit.scoring.samples import SOLID_FACTS


def answering(body: dict[str, Any], status: int = 200) -> Any:
    return lambda _: httpx.Response(status, json=body)


@pytest.mark.feature("F246")
async def test_a_solid_applicant_is_checked_scored_priced_and_approved_without_a_person(world: World) -> None:
    decided = await world.decided()
    assert decided["result"] == "APPROVED"
    assert decided["path"] == "MODEL"
    assert decided["reasons"] == []
    assert (decided["approved_amount_fen"], decided["term_months"]) == (6_000_000, 12)
    assert 0.06 <= float(decided["annual_rate"]) <= 0.108
    names = [name for name, _ in await world.service.published()]
    assert names[-3:] == ["VerificationCompleted", "ScoreComputed", "DecisionMade"]


@pytest.mark.feature("F240")
async def test_bureau_courts_and_registry_are_asked_in_parallel_after_the_vault(world: World) -> None:
    decided = await world.decided()
    assert world.outside.asked[0] == VAULT
    assert sorted(world.outside.asked[1:]) == [BUREAU, COURTS, REGISTRY]
    published = dict(await world.service.published())
    assert published["VerificationCompleted"]["checks"] == {"BUREAU": "PASS", "COURT": "PASS", "REGISTRY": "PASS"}
    assert published["VerificationCompleted"]["decision_id"] == decided["decision_id"]


async def test_a_salaried_applicant_is_not_looked_up_in_the_registry(world: World) -> None:
    await world.decided(segment="SALARIED")
    assert REGISTRY not in world.outside.asked


@pytest.mark.feature("F102")
@pytest.mark.parametrize(
    ("lists", "result", "reasons"),
    [
        ({"dishonest": [{"role": "DEFENDANT"}]}, "DECLINED", ["COURT_LISTED"]),
        ({"enforcement": [{"role": "DEFENDANT"}]}, "DECLINED", ["COURT_LISTED"]),
        ({"consumption_restriction": [{"role": "DEFENDANT"}]}, "DECLINED", ["COURT_LISTED"]),
        ({"judgments": [{"role": "DEFENDANT"}]}, "REFERRED", ["COURT_LITIGATION"]),
        ({"hearings": [{"role": "DEFENDANT"}]}, "REFERRED", ["COURT_LITIGATION"]),
        ({"judgments": [{"role": "PLAINTIFF"}], "hearings": [{"role": "PLAINTIFF"}]}, "APPROVED", []),
    ],
)
async def test_the_five_court_checks_decide_by_list_and_role(
    world: World, lists: dict[str, Any], result: str, reasons: list[str]
) -> None:
    world.outside.answers[COURTS] = answering({"lists": lists})
    decided = await world.decided()
    assert (decided["result"], decided["reasons"]) == (result, reasons)


@pytest.mark.parametrize(
    ("path", "answer", "check", "reason"),
    [
        (BUREAU, httpx.ReadTimeout("late"), {"BUREAU": "LATE"}, "BUREAU_UNAVAILABLE"),
        (BUREAU, httpx.ConnectError("down"), {"BUREAU": "MISSING"}, "BUREAU_UNAVAILABLE"),
        (BUREAU, answering({}, 500), {"BUREAU": "MISSING"}, "BUREAU_UNAVAILABLE"),
        (BUREAU, answering({}, 403), {"BUREAU": "MISSING"}, "BUREAU_UNAVAILABLE"),
        (BUREAU, answering({"max_dpd_24m": "none"}), {"BUREAU": "MISSING"}, "BUREAU_UNAVAILABLE"),
        (COURTS, answering({"lists": None}), {"COURT": "MISSING"}, "COURT_UNAVAILABLE"),
        (COURTS, httpx.ReadTimeout("late"), {"COURT": "LATE"}, "COURT_UNAVAILABLE"),
        (REGISTRY, answering({"status": "active?"}), {"REGISTRY": "MISSING"}, "REGISTRY_UNAVAILABLE"),
        (VAULT, answering({"code": "onboarding.consent-missing"}, 403), {"COURT": "MISSING", "BUREAU": "MISSING"}, "COURT_UNAVAILABLE"),
        (VAULT, httpx.ReadTimeout("late"), {"COURT": "MISSING", "BUREAU": "MISSING"}, "COURT_UNAVAILABLE"),
    ],
)
async def test_a_source_that_is_late_silent_or_senseless_refers(
    world: World, path: str, answer: Any, check: dict[str, str], reason: str
) -> None:
    world.outside.answers[path] = answer
    decided = await world.decided()
    assert (decided["result"], decided["reasons"]) == ("REFERRED", [reason])
    checks = dict(await world.service.published())["VerificationCompleted"]["checks"]
    assert check.items() <= checks.items()


async def test_without_consent_the_bureau_is_not_asked(world: World) -> None:
    party_id = await world.register()
    consents = await world.service.rows("SELECT consent_id FROM party_consent")
    withdrawal = ConsentWithdrawn(party_id=party_id, consent_id=str(consents[0]["consent_id"]), purpose="CREDIT_BUREAU")
    await world.service.receive(withdrawal)
    application_id = await world.submit(party_id)
    world.clock.ahead = timedelta(seconds=6)
    await world.service.settle()
    assert BUREAU not in world.outside.asked
    assert (await world.decisions(application_id))[0]["reasons"] == ["BUREAU_CONSENT_MISSING"]


async def test_the_same_event_twice_is_one_decision(world: World) -> None:
    party_id, event_id = await world.register(), new_id()
    application = ApplicationSubmitted(
        application_id=new_id(),
        party_id=party_id,
        product_code="SHOP_TERM",
        amount_fen=6_000_000,
        term_months=12,
        purpose_code="ELECTRONICS",
        outlet_id=OUTLET,
        channel_code="STREET_QR",
        division_code="331003",
        segment="SHOP_OWNER",
        masked_name="金**",
        facts=SOLID_FACTS,
    )
    for _ in range(2):
        await world.service.receive(application, event_id)
    await world.service.settle()
    world.clock.ahead = timedelta(seconds=61)
    await world.service.settle()
    assert len(await world.decisions(application.application_id)) == 1


async def test_an_application_that_overtook_its_partys_events_waits_for_them(world: World) -> None:
    party_id = await world.register(level=0)
    application_id = await world.submit(party_id)
    await world.service.settle()
    assert await world.decisions(application_id) == []
    from_onboarding = await world.service.rows("SELECT state FROM decision_request")
    assert from_onboarding == [{"state": "WAITING"}]
    await world.prove_identity(party_id)
    world.clock.ahead = timedelta(seconds=2)
    await world.service.settle()
    assert (await world.decisions(application_id))[0]["result"] == "APPROVED"


async def test_after_five_seconds_it_is_decided_on_what_is_known(world: World) -> None:
    application_id = await world.submit(await world.register(level=0))
    await world.service.settle()
    world.clock.ahead = timedelta(seconds=6)
    await world.service.settle()
    assert (await world.decisions(application_id))[0]["reasons"] == ["IDENTITY_NOT_VERIFIED"]


async def test_what_is_not_decided_in_60_seconds_goes_to_a_person(world: World) -> None:
    application_id = await world.submit(await world.register())
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE due_command SET attempts = 20 WHERE name = 'decide'")
    await world.service.settle()
    assert await world.decisions(application_id) == []
    world.clock.ahead = timedelta(seconds=61)
    await world.service.settle()
    decided = await world.decisions(application_id)
    assert [(one["result"], one["reasons"]) for one in decided] == [("REFERRED", ["TIMED_OUT"])]


async def test_a_withdrawn_application_is_not_decided(world: World) -> None:
    party_id = await world.register()
    application_id = await world.submit(party_id)
    await world.service.receive(
        ApplicationCancelled(application_id=application_id, party_id=party_id, outlet_id=OUTLET, reason="WITHDRAWN")
    )
    await world.service.settle()
    assert await world.decisions(application_id) == []
    assert world.outside.asked == []


async def test_a_product_nobody_published_refers(world: World) -> None:
    assert (await world.decided(product_code="UNHEARD_OF"))["reasons"] == ["PRODUCT_UNKNOWN"]


async def test_who_somebody_is_stays_in_the_vault(world: World) -> None:
    """The canary name and number appear in no table and no event of scoring."""
    await world.decided()
    tables = await world.service.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    searched = 0
    for table in tables:
        rows = await world.service.rows(f"SELECT t::text AS line FROM \"{table['tablename']}\" t")
        for row in rows:
            searched += 1
            assert CANARY_NUMBER not in row["line"]
            assert CANARY_NAME not in row["line"]
    assert searched > 10

