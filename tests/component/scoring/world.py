"""The world around scoring in tests: vault and outside sources over a mock transport, events of the neighbours."""
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import httpx

from shared.db.unit_of_work import new_id
from shared.kernel.clock import SystemClock
from shared.schemas.events.credit import ProductVersionPublished, RegParamChanged
from shared.schemas.events.onboarding import ApplicationSubmitted, ConsentGranted, IdentityVerified, PartyRegistered
from tests.support.service import RunningService, read_json
from tests.unit.scoring.samples import SOLID_FACTS

BUSINESS_DATE = date(2026, 11, 22)
OUTLET = "huangyan-1"
CANARY_NAME, CANARY_NUMBER = "金丝雀", "331003190001017771"
Answer = Callable[[dict[str, Any]], httpx.Response]


@dataclass
class MovableClock:
    """The system's clock plus what the test adds."""

    ahead: timedelta = timedelta(0)
    _real: SystemClock = field(default_factory=SystemClock)

    def now(self) -> datetime:
        return self._real.now() + self.ahead

    def monotonic(self) -> float:
        return self._real.monotonic() + self.ahead.total_seconds()


@dataclass
class Outside:
    """Vault, bureau, courts and registry; `answers` replaces one by its path."""

    answers: dict[str, Answer | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/oidc/token":
            return httpx.Response(200, json={"access_token": "outside", "expires_in": 900})
        self.asked.append(path)
        answer = self.answers.get(path, CLEAN[path])
        if isinstance(answer, Exception):
            raise answer
        return answer(json.loads(request.content))


def _json(body: dict[str, Any]) -> Answer:
    return lambda _: httpx.Response(200, json=body)


VAULT, BUREAU, COURTS, REGISTRY = (
    "/internal/v1/party-disclosures",
    "/bureau/v1/reports",
    "/courts/v1/searches",
    "/registry/v1/searches",
)
CLEAN: dict[str, Answer] = {
    VAULT: _json({"party_id": "p", "fields": {"name": CANARY_NAME, "id_number": CANARY_NUMBER}}),
    BUREAU: _json({"report_id": "r", "accounts": 1, "max_dpd_24m": 0, "queries_3m": 1, "other_loans_fen": 0, "first_time": False}),
    COURTS: _json({"search_id": "s", "lists": {"dishonest": [], "judgments": [{"role": "PLAINTIFF", "case_no": "x"}]}}),
    REGISTRY: _json({"search_id": "s", "status": "ACTIVE"}),
}


@dataclass
class World:
    """The service with everybody around it."""

    service: RunningService
    outside: Outside
    clock: MovableClock

    def staff(self, role: str, *, subject: str | None = None, outlet: str = "HEAD_OFFICE") -> dict[str, str]:
        return self.service.bearer(kind="staff", subject=subject or f"{role.lower()}.test", roles=[role], outlets=[outlet])

    async def publish_reference_data(self) -> None:
        """The shop owner's loan and the consumer cap."""
        await self.service.receive(
            ProductVersionPublished(
                product_code="SHOP_TERM",
                product_version=1,
                name_zh="商户贷",
                name_en="Shop loan",
                segment="SHOP_OWNER",
                consumer=False,
                revolving=False,
                methods=("EQ_INST",),
                amount_min_fen=500_000,
                amount_max_fen=40_000_000,
                term_min_months=3,
                term_max_months=60,
                rate_min="0.060",
                rate_max="0.108",
                line_term_months=60,
                effective_from=BUSINESS_DATE,
            )
        )
        await self.service.receive(
            RegParamChanged(code="ONL_CONS_CAP", value="200000", effective_from=BUSINESS_DATE, source="R01", approver="seed")
        )

    async def register(self, *, birth_year: int = 1986, level: int = 2) -> str:
        """A party whose identity is proved and who agreed to the bureau query; its id."""
        party_id, until = new_id(), date(2027, 11, 22)
        await self.service.receive(
            PartyRegistered(
                party_id=party_id,
                party_type="SELF_EMPLOYED",
                segment="SHOP_OWNER",
                division_code="331003",
                channel_code="STREET_QR",
                outlet_id=OUTLET,
                masked_name="金**",
                birth_year=birth_year,
            )
        )
        await self.service.receive(
            ConsentGranted(
                party_id=party_id,
                consent_id=new_id(),
                purpose="CREDIT_BUREAU",
                text_version="credit-bureau-v1",
                separate=True,
                valid_to=until,
            )
        )
        if level:
            await self.prove_identity(party_id, level)
        return party_id

    async def prove_identity(self, party_id: str, level: int = 2) -> None:
        """Onboarding says that the party is who he says he is."""
        await self.service.receive(
            IdentityVerified(
                party_id=party_id, methods=("ID_DOCUMENT",), level=level, evidence_ids=(), valid_to=date(2027, 11, 22)
            )
        )

    async def submit(self, party_id: str, **changes: Any) -> str:
        """The party applies; the application's id."""
        values: dict[str, Any] = {
            "application_id": new_id(),
            "party_id": party_id,
            "product_code": "SHOP_TERM",
            "amount_fen": 6_000_000,
            "term_months": 12,
            "purpose_code": "ELECTRONICS",
            "outlet_id": OUTLET,
            "channel_code": "STREET_QR",
            "division_code": "331003",
            "segment": "SHOP_OWNER",
            "masked_name": "金**",
            "facts": SOLID_FACTS,
        }
        application = ApplicationSubmitted(**{**values, **changes})
        await self.service.receive(application)
        return application.application_id

    async def decided(self, **changes: Any) -> dict[str, Any]:
        """A new party's application, decided; the payload of DecisionMade."""
        application_id = await self.submit(await self.register(), **changes)
        await self.service.settle()
        return (await self.decisions(application_id))[-1]

    async def decisions(self, application_id: str) -> list[dict[str, Any]]:
        """Every DecisionMade of one application."""
        published = await self.service.published()
        return [body for name, body in published if name == "DecisionMade" and body["application_id"] == application_id]

    async def advance_version(self, collection: str, document: dict[str, Any]) -> int:
        """Draft, validate, approve and activate by three people; the version's number."""
        base = f"/v1/{collection}/application/versions"
        body = {"artefact": document, "comment": "test"}
        draft = await self.service.post(base, body, self.staff("MODEL_DEVELOPER"))
        assert draft.status_code == 201, draft.text
        version = int(read_json(draft)["version"])
        for step, role in (("validate", "MODEL_VALIDATOR"), ("approve", "MODEL_APPROVER")):
            answer = await self.service.post(f"{base}/{version}/{step}", {"comment": "test"}, self.staff(role))
            assert answer.status_code == 200, answer.text
        answer = await self.service.post(f"{base}/{version}/activate", {}, self.staff("MODEL_APPROVER"))
        assert answer.status_code == 200, answer.text
        return version
