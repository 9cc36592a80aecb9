"""Models and policies change by three people; the change shows in the next decision and in no earlier one."""
from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from services.scoring.domain.artefact import sha256_of
from services.scoring.main import create_app
from services.scoring.settings import ScoringSettings
from tests.component.scoring.world import World
from tests.support.postgres import PostgresForTests
from tests.support.service import read_json, running
from tests.unit.scoring.samples import card_document, policy_document

MODELS, POLICIES = "/v1/models/application/versions", "/v1/policies/application/versions"


def lower_one_bin() -> dict[str, Any]:
    """The shipped card with `no checking account` worth 80 points less and the golden cases it no longer meets left out."""
    document = card_document()
    variable = next(one for one in document["variables"] if one["fact"] == "checking_account_status")
    variable["points"]["NONE"] -= 80
    document["golden"] = [case for case in document["golden"] if case["facts"]["checking_account_status"] != "NONE"]
    return document


async def test_the_shipped_card_and_policy_are_version_1_of_three_named_roles(world: World) -> None:
    for base, document in ((MODELS, card_document()), (POLICIES, policy_document())):
        found = read_json(await world.service.get(f"{base}/1", world.staff("COMPLIANCE")))
        assert (found["state"], found["sha256"]) == ("ACTIVE", sha256_of(document))
        assert found["document"] == document
        assert sorted(step["person"] for step in found["steps"]) == ["system.approver", "system.developer", "system.validator"]
    names = [name for name, _ in await world.service.published()]
    assert names[:2] == ["ModelVersionActivated", "PolicyVersionActivated"]


async def test_starting_again_registers_nothing_twice(postgres: PostgresForTests) -> None:
    async with postgres.migrated("scoring") as database:
        for _ in range(2):
            async with running(create_app, ScoringSettings, database.url, business_date=None) as service:
                assert len(await service.rows("SELECT * FROM artefact_version")) == 2
                assert len(await service.published()) == 2


@pytest.mark.feature("F271")
async def test_a_new_card_decides_after_three_people_and_the_old_one_comes_back_by_one_call(world: World) -> None:
    before = await world.decided()
    version = await world.advance_version("models", lower_one_bin())
    after = await world.decided()
    assert (before["model_version"], after["model_version"]) == (1, version)
    assert after["score"] == before["score"] - 80
    assert (before["result"], after["result"]) == ("APPROVED", "REFERRED")
    back = await world.service.post(f"{MODELS}/1/activate", {}, world.staff("MODEL_APPROVER"))
    assert back.status_code == 200
    assert (await world.decided())["score"] == before["score"]
    states = read_json(await world.service.get(MODELS, world.staff("COMPLIANCE")))["items"]
    assert [(one["version"], one["state"]) for one in states] == [(2, "RETIRED"), (1, "ACTIVE")]


async def test_an_earlier_decision_replays_under_the_card_of_its_time(world: World) -> None:
    before = await world.decided()
    await world.advance_version("models", lower_one_bin())
    answer = await world.service.post(f"/v1/decisions/{before['decision_id']}/replay", {}, world.staff("COMPLIANCE"))
    assert read_json(answer)["is_identical"] is True
    assert read_json(answer)["model_version"] == 1


async def test_a_policy_change_moves_the_cut_off(world: World) -> None:
    before = await world.decided()
    document = policy_document()
    document["products"]["SHOP_TERM"]["approve_from_score"] = before["score"] + 1
    version = await world.advance_version("policies", document)
    after = await world.decided()
    assert (after["result"], after["reasons"][0]) == ("REFERRED", "SCORE_NEAR_CUT_OFF")
    assert (after["score"], after["policy_version"]) == (before["score"], version)


async def test_one_person_cannot_take_two_steps_even_with_every_role(world: World) -> None:
    roles = ["MODEL_DEVELOPER", "MODEL_VALIDATOR", "MODEL_APPROVER"]
    one = world.service.bearer(kind="staff", subject="all.roles", roles=roles, outlets=["HEAD_OFFICE"])
    other = world.service.bearer(kind="staff", subject="second", roles=roles, outlets=["HEAD_OFFICE"])
    await world.service.post(MODELS, {"artefact": card_document(), "comment": "x"}, one)
    refused = await world.service.post(f"{MODELS}/2/validate", {"comment": "x"}, one)
    assert (refused.status_code, read_json(refused)["code"]) == (409, "scoring.same-person")
    assert (await world.service.post(f"{MODELS}/2/validate", {"comment": "x"}, other)).status_code == 200
    for person in (one, other):
        refused = await world.service.post(f"{MODELS}/2/approve", {"comment": "x"}, person)
        assert read_json(refused)["code"] == "scoring.same-person"


async def test_the_database_itself_refuses_the_same_person_twice(world: World) -> None:
    await world.service.post(MODELS, {"artefact": card_document(), "comment": "x"}, world.staff("MODEL_DEVELOPER"))
    connection = await asyncpg.connect(world.service.runtime.settings.database_url.get_secret_value().replace("+asyncpg", ""))
    try:
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.execute(
                "INSERT INTO artefact_step SELECT kind, name, version, 'VALIDATOR', person, comment, taken_at "
                "FROM artefact_step WHERE version = 2 AND role = 'DEVELOPER'"
            )
    finally:
        await connection.close()


async def test_steps_need_their_role_and_their_order(world: World) -> None:
    draft = {"artefact": card_document(), "comment": "x"}
    assert (await world.service.post(MODELS, draft, world.staff("MODEL_APPROVER"))).status_code == 403
    assert (await world.service.post(MODELS, draft, world.staff("MODEL_DEVELOPER"))).status_code == 201
    assert (await world.service.post(f"{MODELS}/2/validate", {"comment": "x"}, world.staff("MODEL_DEVELOPER"))).status_code == 403
    early = await world.service.post(f"{MODELS}/2/activate", {}, world.staff("MODEL_APPROVER"))
    assert (early.status_code, read_json(early)["code"]) == (409, "scoring.version-state")
    assert (await world.service.post(f"{MODELS}/9/validate", {"comment": "x"}, world.staff("MODEL_VALIDATOR"))).status_code == 404
    assert (await world.service.get(MODELS, world.staff("OFFICER"))).status_code == 403


async def test_a_wrong_card_is_refused_and_leaves_no_version(world: World) -> None:
    broken = card_document()
    broken["variables"][0]["points"]["NONE"] += 1
    answer = await world.service.post(MODELS, {"artefact": broken, "comment": "x"}, world.staff("MODEL_DEVELOPER"))
    assert (answer.status_code, read_json(answer)["code"]) == (422, "scoring.artefact-invalid")
    other_name = await world.service.post(
        "/v1/models/behaviour/versions", {"artefact": card_document(), "comment": "x"}, world.staff("MODEL_DEVELOPER")
    )
    assert other_name.status_code == 422
    huge = {"artefact": {"x": "y" * 300_000}, "comment": "x"}
    assert (await world.service.post(MODELS, huge, world.staff("MODEL_DEVELOPER"))).status_code == 413
    assert len(await world.service.rows("SELECT * FROM artefact_version")) == 2


async def test_the_same_draft_sent_twice_is_one_version(world: World) -> None:
    body = {"artefact": card_document(), "comment": "x"}
    answers = [await world.service.post(MODELS, body, world.staff("MODEL_DEVELOPER"), key="draft-1") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert len(await world.service.rows("SELECT * FROM artefact_version WHERE kind = 'MODEL'")) == 2
