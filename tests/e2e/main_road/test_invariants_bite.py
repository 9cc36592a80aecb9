"""Every invariant of `o2o verify` fails of a planted breach, and of nothing else; and holds again when it is gone."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from o2o.platform import Platform
from o2o.secrets import SecretStore
from o2o.topology import LOOPBACK, SERVICES
from o2o.verify.registry import INVARIANTS
from o2o.verify.snapshot import Snapshot, snapshot
from tests.e2e.main_road.breaches import Breach, read_breaches
from tests.e2e.main_road.past import Past

BREACHES = read_breaches()
DATABASES = tuple(service.name for service in SERVICES)
LIFTING = ("ALTER TABLE", "GRANT")


def test_every_invariant_has_a_breach() -> None:
    assert {breach.invariant for breach in BREACHES} == {invariant.id for invariant in INVARIANTS}


@pytest.mark.parametrize("breach", BREACHES, ids=[breach.name for breach in BREACHES])
async def test_an_invariant_fails_of_its_breach_alone(platform: Platform, past: Past, breach: Breach) -> None:
    async with _breached(platform, past, breach) as taken:
        assert await _failing(taken) == [breach.invariant]


@pytest.mark.parametrize("field", ["name", "id_number", "phone", "card_number"])
async def test_personal_data_in_a_log_is_found(platform: Platform, past: Past, tmp_path: Path, field: str) -> None:
    secret = getattr(past.visitor.person, field)
    (tmp_path / "credit.log").write_text(json.dumps({"event": f"called {secret}"}, ensure_ascii=False) + "\n", encoding="utf-8")
    async with snapshot(platform.verifier_url, DATABASES, tmp_path) as taken:
        assert await _failing(taken) == ["V23"]


async def _failing(taken: Snapshot) -> list[str]:
    findings = {invariant.id: await invariant.check(taken) for invariant in INVARIANTS}
    return [invariant_id for invariant_id, finding in findings.items() if not finding.holds]


@asynccontextmanager
async def _breached(platform: Platform, past: Past, breach: Breach) -> AsyncIterator[Snapshot]:
    """A snapshot in which the breach stands; the owner's transaction that wrote it is rolled back."""
    others = tuple(name for name in DATABASES if name != breach.service)
    owner = await asyncpg.connect(_owner_url(platform, breach.service))
    try:
        async with snapshot(platform.verifier_url, others, platform.run.logs) as taken:
            transaction = owner.transaction(isolation="repeatable_read")
            await transaction.start()
            for statement in breach.statements(_words(past)):
                done = await owner.execute(statement)
                assert done in LIFTING or not done.endswith(" 0"), f"nothing to breach: {statement}"
            yield Snapshot({**taken.databases, breach.service: owner}, taken.logs)
            await transaction.rollback()
    finally:
        await owner.close()


def _words(past: Past) -> dict[str, str]:
    person = past.visitor.person
    return {
        "late": past.as_born[1].party_id,
        "cured": past.customer("J10").party_id,
        "wallet": past.customer("J8").party_id,
        "refused": past.refused.party_id,
        "visitor": past.visitor.party_id,
        "phone": person.phone,
        "name": person.name,
        "id_number": person.id_number,
    }


def _owner_url(platform: Platform, service: str) -> str:
    password = SecretStore(platform.run.secrets).password(f"postgres/{service}")
    return f"postgresql://{service}:{password}@{LOOPBACK}:{platform.options.postgres_port}/{service}"
