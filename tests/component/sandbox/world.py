"""The outside world running in a test: its app on Postgres, tokens from its own issuer, people to act on."""
from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from o2o.secrets import ensure_issuer_key
from services.sandbox.bootstrap import Overrides, SandboxWorld, build
from services.sandbox.settings import SandboxSettings
from shared.kernel.clock import Clock
from tests.support.postgres import Database

ISSUER = "http://127.0.0.1:8090/oidc"
CLIENTS = {"credit": "credit-secret", "scoring": "scoring-secret", "onboarding": "onboarding-secret",
           "collections": "collections-secret", "ops": "ops-secret", "o2o-tool": "tool-secret", "core-firm": "firm-secret"}  # fmt: skip
_KEY = base64.b64encode(b"k" * 32).decode()
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(order: int) -> str:
    """A well-formed number nobody has, with the given order digits."""
    stem = f"33100319000101{order:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, stem, strict=True))
    return stem + "10X98765432"[total % 11]


def card_number(tail: int) -> str:
    """A card that passes Luhn, with the given six digits before the check digit."""
    stem = f"622848000{tail:06d}"
    doubled = (int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(stem)))
    return stem + str(-sum(v - 9 if v > 9 else v for v in doubled) % 10)


def person(number: int, behaviour: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A demo person by number, who pays unless told otherwise."""
    return {
        "subject": f"person-{number}",
        "name": f"测试{number}",
        "id_number": id_number(number),
        "phone": f"138{number:08d}",
        "card_number": card_number(number),
        "division_code": "331003",
        "behaviour": behaviour or {"kind": "GOOD"},
        **changes,
    }


@dataclass
class RunningWorld:
    """The world with a client to call it; its callback loop turns only when the test says so."""

    world: SandboxWorld
    client: httpx.AsyncClient

    async def token(self, client_id: str, scope: str = "", audience: str = "sandbox") -> str:
        """A machine's access token."""
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": CLIENTS[client_id],
                "audience": audience, "scope": scope}  # fmt: skip
        response = await self.client.post("/oidc/token", data=form)
        assert response.status_code == 200, response.text
        return str(response.json()["access_token"])

    async def call(
        self, method: str, path: str, body: Any = None, *, by: str = "credit", scope: str = "corebank:all", **headers: str
    ) -> httpx.Response:
        """A call of a client with one scope."""
        bearer = {"Authorization": f"Bearer {await self.token(by, scope)}", **headers}
        return await self.client.request(method, path, json=body, headers=bearer)

    async def steer(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """A call of the operator's tool."""
        return await self.call(method, path, body, by="o2o-tool", scope="sandbox:admin", **headers)

    async def enter(self, *people: dict[str, Any]) -> list[str]:
        """People enter; their customer numbers."""
        response = await self.steer("POST", "/sandbox/v1/people", list(people))
        assert response.status_code == 201, response.text
        return [entry["customer_no"] for entry in response.json()["items"]]

    async def mandate(self, one: dict[str, Any]) -> str:
        """The person's mandate for credit."""
        holder = {"account_no": one["card_number"], "name": one["name"], "id_number": one["id_number"]}
        body = {**holder, "reference": f"contract-{one['subject']}"}
        response = await self.call("POST", "/corebank/v1/mandates", body)
        assert response.status_code == 201, response.text
        return str(response.json()["mandate_id"])

    async def debit(self, batch_no: str, on: str, *items: tuple[str, int], partial_allowed: bool = True) -> list[dict[str, Any]]:
        """A scheduled batch of (mandate, amount); its results."""
        asked = [{"item_no": str(n), "mandate_id": mandate_id, "amount_fen": amount_fen, "partial_allowed": partial_allowed}
                 for n, (mandate_id, amount_fen) in enumerate(items)]  # fmt: skip
        response = await self.call("POST", "/corebank/v1/debit-batches", {"batch_no": batch_no, "business_date": on, "items": asked})
        assert response.status_code == 200, response.text
        return list(response.json()["results"])

    async def rows(self, statement: str) -> list[dict[str, Any]]:
        """What the database holds."""
        async with self.world.engine.connect() as connection:
            result = await connection.exec_driver_sql(statement)
            return [dict(row) for row in result.mappings()]


@asynccontextmanager
async def running_world(
    database: Database, folder: Path, listener: Callable[[httpx.Request], httpx.Response], clock: Clock | None = None
) -> AsyncIterator[RunningWorld]:
    """The world on a database; `listener` receives its callbacks."""
    key = folder / "issuer.pem"
    ensure_issuer_key(key)
    settings = SandboxSettings(
        database_url=database.url, kafka_bootstrap="", oidc_issuer=ISSUER, client_id="sandbox", client_secret="-", hash_key=_KEY,
        cursor_key=_KEY, issuer_key_file=key, clients=CLIENTS, log_level="WARNING",
    )  # fmt: skip
    outgoing = httpx.AsyncClient(transport=httpx.MockTransport(listener))
    app = build(settings, Overrides(clock=clock, http=outgoing))
    world: SandboxWorld = app.state.runtime
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8090") as client:
        yield RunningWorld(world, client)
    await world.stop()
