"""People, staff and the world outside, for tests of onboarding through its API."""
from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx

from services.onboarding.domain.identity_number import check_character
from services.onboarding.main import create_app
from services.onboarding.settings import OnboardingSettings
from shared.db.unit_of_work import new_id
from shared.schemas.events.credit import ProductVersionPublished
from shared.schemas.events.scoring import DecisionMade
from tests.support.postgres import PostgresForTests
from tests.support.service import RunningService, read_json, running

BUSINESS_DATE = date(2026, 11, 22)
OUTLET = "huangyan-1"
FACTS: dict[str, str | int] = {"savings_status": "LOW", "monthly_income_fen": 1_200_000}


def identity_number(order: int) -> str:
    """A well-formed number of nobody, born in 1900."""
    stem = f"33100319000101{order:03d}"
    return stem + check_character(stem)


CANARY = {"name": "金丝雀", "id_number": identity_number(777), "phone": "13877777777", "card_number": "6217000000000000012"}
"""Values that must never appear outside the vault."""


def person(order: int = 1, **changes: Any) -> dict[str, Any]:
    """A registration body."""
    body = {
        "party_type": "SELF_EMPLOYED", "segment": "SHOP_OWNER", "name": "张三丰", "id_number": identity_number(order),
        "phone": f"138{order:08d}", "card_number": "6228480000000000000", "division_code": "331003",
        "trade_code": "RETAIL", "outlet_id": OUTLET, "channel_code": "STREET_QR",
    }
    return {**body, **changes}


@dataclass
class Outside:
    """The identity source and the SMS provider. `results` answers by method, `fault` breaks them."""

    results: dict[str, str] = field(default_factory=dict)
    fault: int | Exception | str | None = None
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oidc/token":
            return httpx.Response(200, json={"access_token": "outside", "expires_in": 900})
        body = json.loads(request.content)
        self.asked.append((request.url.path, body))
        if isinstance(self.fault, Exception):
            raise self.fault
        if isinstance(self.fault, int):
            return httpx.Response(self.fault, json={})
        if isinstance(self.fault, str):
            return httpx.Response(200, content=self.fault)
        if request.url.path == "/sms/v1/one-time-codes":
            return httpx.Response(201, json={})
        return httpx.Response(200, json={"result": self.results.get(body["method"], "MATCH"), "reference": "ref-1"})


@dataclass
class World:
    """The service and everybody around it."""

    service: RunningService
    outside: Outside

    async def race(self, *requests: Awaitable[httpx.Response]) -> list[httpx.Response]:
        """All at once, each on a connection that is open already: who connects first would win every time."""
        async with AsyncExitStack() as stack:
            for _ in requests:
                await stack.enter_async_context(self.service.runtime.engine.connect())
        return list(await asyncio.gather(*requests))

    def borrower(self, subject: str = "person-1") -> dict[str, str]:
        return self.service.bearer(kind="borrower", subject=subject)

    def staff(self, role: str, *, outlet: str = OUTLET, **claims: Any) -> dict[str, str]:
        subject = claims.pop("subject", f"{role.lower()}.test")
        return self.service.bearer(kind="staff", subject=subject, roles=[role], outlets=[outlet], **claims)

    def neighbour(self, name: str, scope: str = "onboarding:party-disclosures") -> dict[str, str]:
        return self.service.bearer(kind="service", subject=name, scope=scope)

    async def publish_product(self, **changes: Any) -> None:
        """Credit publishes SHOP_TERM: 5,000-400,000 yuan, 3-60 months, 6.0-10.8 %."""
        values = {
            "product_code": "SHOP_TERM", "product_version": 1, "name_zh": "商户贷", "name_en": "Shop loan", "segment": "SHOP_OWNER",
            "consumer": False, "revolving": False, "methods": ("EQ_INST",), "amount_min_fen": 500_000, "amount_max_fen": 40_000_000,
            "term_min_months": 3, "term_max_months": 60, "rate_min": "0.0600", "rate_max": "0.1080", "line_term_months": 60,
            "effective_from": BUSINESS_DATE,
        }
        await self.service.receive(ProductVersionPublished(**{**values, **changes}))

    async def register(self, subject: str = "person-1", order: int = 1, **changes: Any) -> str:
        answer = await self.service.post("/v1/parties", person(order, **changes), self.borrower(subject))
        assert answer.status_code == 201, answer.text
        return str(read_json(answer)["party_id"])

    async def consent(self, party_id: str, purpose: str, subject: str = "person-1") -> dict[str, Any]:
        version = f"{purpose.lower().replace('_', '-')}-v1"
        body = {"party_id": party_id, "purpose": purpose, "text_version": version, "separate": True}
        answer = await self.service.post("/v1/consents", body, self.borrower(subject))
        assert answer.status_code == 201, answer.text
        return dict(read_json(answer))

    async def verify(self, party_id: str, method: str, subject: str = "person-1", **extra: Any) -> httpx.Response:
        path = f"/v1/parties/{party_id}/identity-verifications"
        return await self.service.post(path, {"method": method, **extra}, self.borrower(subject))

    async def ready_to_apply(self, subject: str = "person-1", order: int = 1, **changes: Any) -> str:
        """Registered, consented, identity at level 2, a product on offer."""
        await self.publish_product()
        party_id = await self.register(subject, order, **changes)
        for purpose in ("PROFILING", "CREDIT_BUREAU"):
            await self.consent(party_id, purpose, subject)
        for method in ("ID_DOCUMENT", "CARD_FOUR_FACTOR"):
            assert (await self.verify(party_id, method, subject)).status_code == 201
        return party_id

    async def draft(self, party_id: str, subject: str = "person-1", **changes: Any) -> httpx.Response:
        return await self.service.post("/v1/applications", application(party_id, **changes), self.borrower(subject))

    async def submit(self, application_id: str, subject: str = "person-1") -> httpx.Response:
        return await self.service.post(f"/v1/applications/{application_id}/submit", {}, self.borrower(subject))

    async def submitted(self, subject: str = "person-1", order: int = 1, **changes: Any) -> tuple[str, str]:
        """(party_id, application_id) of an application under review."""
        party_id = await self.ready_to_apply(subject, order, **changes)
        application_id = read_json(await self.draft(party_id, subject))["application_id"]
        answer = await self.submit(application_id, subject)
        assert answer.status_code == 200, answer.text
        return party_id, str(application_id)

    async def decide(self, party_id: str, application_id: str, result: str, **changes: Any) -> str:
        """Scoring's decision arrives."""
        approved = result == "APPROVED"
        values = {
            "decision_id": new_id(), "application_id": application_id, "party_id": party_id, "result": result,
            "reasons": () if approved else ("WEAK_DEPOSITS",), "path": "AUTO", "product_code": "SHOP_TERM", "product_version": 1,
            "approved_amount_fen": 5_000_000 if approved else 0, "term_months": 12 if approved else 0,
            "annual_rate": "0.0720", "model_version": 1, "policy_version": 1, "elapsed_ms": 900,
        }
        event = DecisionMade(**{**values, **changes})
        await self.service.receive(event)
        return event.decision_id

    async def application(self, application_id: str, caller: dict[str, str] | None = None) -> dict[str, Any]:
        answer = await self.service.get(f"/v1/applications/{application_id}", caller or self.borrower())
        assert answer.status_code == 200, answer.text
        return dict(read_json(answer))

    async def parked(self) -> int:
        return len(await self.service.rows("SELECT event_id FROM parked_event"))


def application(party_id: str, **changes: Any) -> dict[str, Any]:
    """An application body."""
    body = {
        "party_id": party_id, "product_code": "SHOP_TERM", "amount_fen": 6_000_000, "term_months": 12,
        "purpose_code": "STOCK_PURCHASE", "facts": FACTS,
    }
    return {**body, **changes}


def code_of(answer: httpx.Response) -> str:
    """The problem's code; the body is in the failure message when it is no problem."""
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
    return str(read_json(answer)["code"])


@asynccontextmanager
async def onboarding(postgres: PostgresForTests, log_level: str = "WARNING") -> AsyncIterator[World]:
    """A migrated database and the service on it."""
    outside = Outside()
    async with (
        postgres.migrated("onboarding") as database,
        running(
            create_app, OnboardingSettings, database.url, business_date=BUSINESS_DATE, http=outside.client(), log_level=log_level
        ) as service,
    ):
        yield World(service, outside)
