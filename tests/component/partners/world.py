"""The world around partners in a component test: a moving clock, names, staff, credit's events."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from services.partners.domain.target import Target
from shared.db.unit_of_work import new_id
from shared.schemas.events import credit
from tests.support.service import RunningService, read_json

TODAY = date(2026, 11, 22)
ALL_TYPES = ["loan.disbursed", "loan.overdue", "loan.settled"]


@dataclass
class MovableClock:
    """An instant that only the test moves."""

    instant: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 2, tzinfo=UTC))

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.instant.timestamp()

    def advance(self, by: timedelta) -> None:
        self.instant += by


@dataclass
class Names:
    """A resolver: names the test knows, and addresses for themselves."""

    known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    async def addresses(self, target: Target) -> tuple[str, ...]:
        return self.known.get(target.host, (target.host,) if target.host[0].isdigit() else ())


@dataclass
class World:
    """Speaks for credit; asks as staff or as a partner."""

    service: RunningService
    clock: MovableClock
    names: Names

    def staff(self, *roles: str) -> dict[str, str]:
        """Head office."""
        return self.service.bearer(
            kind="staff", subject="ops.qian", roles=list(roles or ("OPERATIONS",)), outlets=["HEAD_OFFICE"]
        )

    def partner(self, partner_id: str, scope: str = "partners:webhooks") -> dict[str, str]:
        """The partner's own client."""
        return self.service.bearer(kind="partner", subject="core-firm", partner_id=partner_id, scope=scope)

    async def registered(self, name: str = "核心企业甲", product_codes: tuple[str, ...] = ("SHOP_TERM",)) -> str:
        """A listed partner's id."""
        body = {"name": name, "partner_type": "CORE_FIRM", "product_codes": list(product_codes)}
        answer = await self.service.post("/v1/partners", body, self.staff())
        assert answer.status_code == 201, answer.text
        return str(read_json(answer)["partner_id"])

    async def endpoint(
        self, partner_id: str, url: str, types: list[str] | None = None, caller: dict[str, str] | None = None
    ) -> httpx.Response:
        """A partner wants to be told."""
        body = {"url": url, "types": types or ALL_TYPES}
        return await self.service.post(f"/v1/partners/{partner_id}/webhook-endpoints", body, caller or self.staff())

    async def listening(self, url: str, types: list[str] | None = None) -> tuple[str, dict[str, Any]]:
        """A partner with one endpoint: (partner_id, endpoint)."""
        partner_id = await self.registered()
        answer = await self.endpoint(partner_id, url, types)
        assert answer.status_code == 201, answer.text
        return partner_id, read_json(answer)

    async def loan_disbursed(self, product_code: str = "SHOP_TERM", event_id: str | None = None) -> credit.LoanDisbursed:
        """A loan begins."""
        event = credit.LoanDisbursed(
            loan_id=new_id(),
            party_id=new_id(),
            outlet_id="huangyan-1",
            line_id=new_id(),
            drawdown_id=new_id(),
            product_code=product_code,
            product_version=1,
            principal_fen=5_000_000,
            annual_rate="0.0720",
            method="EQ_INST",
            term_months=12,
            start_date=TODAY,
            maturity_date=TODAY + timedelta(days=365),
            first_due_date=TODAY + timedelta(days=30),
            annual_cost="0.0745",
            pay_mode="SELF",
            flags=(),
        )
        await self.service.receive(event, event_id)
        return event

    async def loan_settled(self, loan: credit.LoanDisbursed) -> None:
        """A loan ends."""
        await self.service.receive(
            credit.LoanSettled(
                loan_id=loan.loan_id,
                party_id=loan.party_id,
                outlet_id=loan.outlet_id,
                business_date=TODAY,
                line_id=loan.line_id,
            )
        )

    async def deliver(self, after: timedelta = timedelta()) -> None:
        """Time passes, and what is due is tried."""
        self.clock.advance(after)
        await self.service.runtime.poller.run_due()

    async def events(self, *names: str) -> list[dict[str, Any]]:
        """What was published under these names, in order."""
        return [payload for name, payload in await self.service.published() if name in names]

    async def deliveries(self) -> list[dict[str, Any]]:
        """Every delivery, oldest first."""
        return await self.service.rows("SELECT * FROM webhook_delivery ORDER BY delivery_id")
