"""Decisions and versions cannot be changed in the database; if somebody manages, it shows."""
from __future__ import annotations

import asyncpg
import pytest

from services.scoring.main import create_app
from services.scoring.settings import ScoringSettings
from tests.component.scoring.world import BUSINESS_DATE, MovableClock, Outside, World
from tests.support.postgres import PostgresForTests
from tests.support.service import read_json, running


async def execute(world: World, *statements: str) -> None:
    connection = await asyncpg.connect(world.service.runtime.settings.database_url.get_secret_value().replace("+asyncpg", ""))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET result = 'APPROVED'",
        "DELETE FROM decision",
        "UPDATE artefact_step SET person = 'somebody'",
        "DELETE FROM artefact_step",
        "UPDATE artefact_version SET document = '{}'",
        "UPDATE artefact_version SET sha256 = 'x'",
        "DELETE FROM artefact_version",
    ],
)
async def test_the_database_refuses_to_change_what_is_kept_for_ever(world: World, statement: str) -> None:
    await world.decided()
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await execute(world, statement)


async def test_an_altered_answer_shows_at_replay(world: World) -> None:
    decided = await world.decided()
    await execute(
        world,
        "ALTER TABLE decision DISABLE TRIGGER append_only",
        "UPDATE decision SET output = jsonb_set(output, '{approved_amount_fen}', '39000000')",
    )
    replay = read_json(await world.service.post(f"/v1/decisions/{decided['decision_id']}/replay", {}, world.staff("COMPLIANCE")))
    assert (replay["is_identical"], replay["is_untampered"]) == (False, True)


async def test_an_altered_input_shows_at_replay(world: World) -> None:
    decided = await world.decided()
    await execute(
        world,
        "ALTER TABLE decision DISABLE TRIGGER append_only",
        "UPDATE decision SET inputs = jsonb_set(inputs, '{party_id}', '\"00000000-0000-0000-0000-000000000000\"')",
    )
    replay = read_json(await world.service.post(f"/v1/decisions/{decided['decision_id']}/replay", {}, world.staff("COMPLIANCE")))
    assert replay["is_untampered"] is False


@pytest.mark.parametrize(
    "alteration",
    [
        "UPDATE artefact_version SET document = jsonb_set(document, '{model}', '\"application2\"') WHERE kind = 'MODEL'",
        "UPDATE artefact_version SET document = jsonb_set(document, '{rounding_fen}', '1') WHERE kind = 'POLICY'",
        "UPDATE artefact_version SET signature = sha256('forged') WHERE kind = 'MODEL'",
    ],
)
async def test_a_tampered_card_or_policy_decides_nothing_and_a_person_does(postgres: PostgresForTests, alteration: str) -> None:
    outside, clock = Outside(), MovableClock()
    async with postgres.migrated("scoring") as database:
        async with running(create_app, ScoringSettings, database.url, business_date=BUSINESS_DATE, http=outside.client()) as first:
            world = World(first, outside, clock)
            await world.publish_reference_data()
            decided = await world.decided()
            assert decided["result"] == "APPROVED"
            await execute(world, "ALTER TABLE artefact_version DISABLE TRIGGER immutable", alteration)
        outside = Outside()
        async with running(create_app, ScoringSettings, database.url, business_date=None, http=outside.client()) as restarted:
            world = World(restarted, outside, clock)
            answer = await world.decided()
            assert (answer["result"], answer["reasons"]) == ("REFERRED", ["MODEL_UNAVAILABLE"])
            replay = await restarted.post(f"/v1/decisions/{decided['decision_id']}/replay", {}, world.staff("COMPLIANCE"))
            assert (replay.status_code, read_json(replay)["code"]) == (409, "scoring.artefact-tampered")
