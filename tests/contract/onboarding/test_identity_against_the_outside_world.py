"""Onboarding's identity source asks the sandbox's real identity networks: both sides mean the same."""
from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from services.onboarding.adapters.identity_source import HttpIdentitySource
from services.onboarding.application.ports import Finding
from services.onboarding.domain.identity_verification import Method, Outcome
from services.onboarding.domain.party import PersonalField
from services.onboarding.settings import OnboardingSettings
from services.sandbox.domain.magic import one_time_code
from shared.kernel.clock import SystemClock
from shared.kernel.errors import Unavailable
from shared.web.service_client import ServiceClient, ServiceTokens
from tests.component.sandbox.world import CLIENTS, ISSUER, RunningWorld, person, running_world
from tests.support.postgres import PostgresForTests

KNOWN = person(7)
DATA = {item: KNOWN[item.value] for item in (PersonalField.NAME, PersonalField.ID_NUMBER, PersonalField.PHONE, PersonalField.CARD_NUMBER)}


def source_of(world: RunningWorld) -> HttpIdentitySource:
    """The adapter as onboarding wires it, with its own client credentials."""
    settings = OnboardingSettings(
        database_url="postgresql+asyncpg://-", kafka_bootstrap="-", oidc_issuer=ISSUER, client_id="onboarding",
        client_secret=CLIENTS["onboarding"], hash_key="-", cursor_key="-",
    )
    tokens = ServiceTokens(settings, world.client, SystemClock())
    return HttpIdentitySource(ServiceClient("sandbox", "http://127.0.0.1:8090", tokens, world.client))


async def test_the_networks_confirm_deny_and_do_not_know(postgres: PostgresForTests, tmp_path: Path) -> None:
    async with postgres.migrated("sandbox") as database, running_world(database, tmp_path, lambda _: httpx.Response(204)) as world:
        await world.enter(KNOWN)
        source = source_of(world)

        async def outcome(method: Method, code: str | None = None, **changes: str) -> Outcome:
            changed = {**DATA, **{PersonalField(name): value for name, value in changes.items()}}
            finding: Finding = await source.verify(method, changed, code)
            assert finding.reference
            return finding.outcome

        assert await outcome(Method.ID_DOCUMENT) is Outcome.MATCH
        assert await outcome(Method.CARD_FOUR_FACTOR) is Outcome.MATCH
        assert await outcome(Method.ID_DOCUMENT, name="别人") is Outcome.MISMATCH
        assert await outcome(Method.CARD_FOUR_FACTOR, card_number="6217000000000000012") is Outcome.MISMATCH
        assert await outcome(Method.ID_DOCUMENT, id_number=person(8)["id_number"]) is Outcome.UNKNOWN
        await source.send_one_time_code(KNOWN["phone"])
        assert await outcome(Method.ONE_TIME_CODE, code=one_time_code(KNOWN["phone"])) is Outcome.MATCH
        assert await outcome(Method.ONE_TIME_CODE, code="00000000") is Outcome.MISMATCH
        await world.steer("PUT", "/sandbox/v1/faults", {"system": "identity", "down": True})
        with pytest.raises(Unavailable):
            await source.verify(Method.ID_DOCUMENT, DATA, None)
