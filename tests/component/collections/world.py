"""The world around collections in a component test: credit's events, the vault, the text gateway, staff."""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx

from shared.db.unit_of_work import new_id
from shared.schemas.events import business_day, credit, onboarding
from tests.support.service import RunningService

TODAY = date(2026, 11, 22)
OUTLET = "huangyan-1"
OVERDUE_FEN = 124_000
PRINCIPAL_FEN = 5_000_000
PHONE = "13800001234"
NAME = "测试商户甲"


@dataclass
class Outside:
    """What answers instead of the issuer, the vault and the text gateway; `texts` is what was sent."""

    vault_status: int = 200
    gateway_status: int = 201
    texts: list[dict[str, Any]] = field(default_factory=list)
    disclosures: list[dict[str, Any]] = field(default_factory=list)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            return httpx.Response(200, json={"access_token": "t", "expires_in": 900})
        body = json.loads(request.content)
        if request.url.host == "onboarding.test":
            self.disclosures.append(body)
            return httpx.Response(self.vault_status, json={"fields": {"name": NAME, "phone": PHONE}})
        if self.gateway_status < 300:
            self.texts.append({**body, "key": request.headers["idempotency-key"]})
        return httpx.Response(self.gateway_status, json={})


@dataclass
class World:
    """Speaks for credit and onboarding; asks as staff."""

    service: RunningService
    outside: Outside
    today: date = TODAY

    def staff(self, *roles: str, outlet: str = OUTLET, subject: str = "collector.lin") -> dict[str, str]:
        """A member of staff; a collector unless told otherwise."""
        return self.service.bearer(
            kind="staff", subject=subject, roles=list(roles or ("COLLECTOR",)), outlets=[outlet]
        )

    async def party(self, outlet: str = OUTLET) -> str:
        """A customer whose masked name is known."""
        party_id = new_id()
        await self.service.receive(
            onboarding.PartyRegistered(
                party_id=party_id,
                party_type="SELF_EMPLOYED",
                segment="SHOP_OWNER",
                division_code="331003",
                channel_code="STREET_QR",
                outlet_id=outlet,
                masked_name="测***",
                birth_year=1980,
            )
        )
        return party_id

    async def loan(self, party_id: str, outlet: str = OUTLET) -> str:
        """A loan disbursed to a customer."""
        loan_id = new_id()
        await self.service.receive(
            credit.LoanDisbursed(
                loan_id=loan_id,
                party_id=party_id,
                outlet_id=outlet,
                line_id=new_id(),
                drawdown_id=new_id(),
                product_code="SHOP_TERM",
                product_version=1,
                principal_fen=PRINCIPAL_FEN,
                annual_rate="0.0720",
                method="EQ_INST",
                term_months=12,
                start_date=self.today - timedelta(days=40),
                maturity_date=self.today + timedelta(days=325),
                first_due_date=self.today - timedelta(days=10),
                annual_cost="0.0745",
                pay_mode="SELF",
                flags=(),
            )
        )
        return loan_id

    async def falls_overdue(
        self, party_id: str, loan_id: str, *, days: int = 1, overdue_fen: int = OVERDUE_FEN, event_id: str | None = None
    ) -> credit.LoanOverdue:
        """Credit says so once, `days` after the due date."""
        event = credit.LoanOverdue(
            loan_id=loan_id,
            party_id=party_id,
            outlet_id=OUTLET,
            line_id=new_id(),
            product_code="SHOP_TERM",
            business_date=self.today,
            earliest_unpaid_due_date=self.today - timedelta(days=days),
            overdue_principal_fen=overdue_fen,
            overdue_interest_fen=0,
            outstanding_principal_fen=PRINCIPAL_FEN,
        )
        await self.service.receive(event, event_id)
        return event

    async def overdue_customer(self, *, days: int = 1, overdue_fen: int = OVERDUE_FEN) -> tuple[str, str]:
        """A customer with one overdue loan: (party_id, loan_id)."""
        party_id = await self.party()
        loan_id = await self.loan(party_id)
        await self.falls_overdue(party_id, loan_id, days=days, overdue_fen=overdue_fen)
        return party_id, loan_id

    async def pays(
        self, party_id: str, loan_id: str, amount_fen: int, *, overdue_fen: int, on: date | None = None
    ) -> str:
        """Money is applied; `overdue_fen` is what stays overdue. Returns the repayment's id."""
        repayment_id = new_id()
        await self.service.receive(
            credit.RepaymentAllocated(
                loan_id=loan_id,
                party_id=party_id,
                outlet_id=OUTLET,
                repayment_id=repayment_id,
                business_date=on or self.today,
                source="AUTO_DEBIT",
                amount_fen=amount_fen,
                fee_fen=0,
                compound_fen=0,
                penalty_fen=0,
                interest_fen=0,
                principal_fen=amount_fen,
                suspense_fen=0,
                outstanding_principal_fen=PRINCIPAL_FEN - amount_fen,
                overdue_fen=overdue_fen,
            )
        )
        return repayment_id

    async def is_cured(self, party_id: str, loan_id: str) -> None:
        """Nothing is overdue on the loan any more."""
        await self.service.receive(
            credit.LoanCured(
                loan_id=loan_id, party_id=party_id, outlet_id=OUTLET, business_date=self.today, days_past_due=3
            )
        )

    async def day_closes(self, times: int = 1) -> None:
        """The bank closes days, one after the other; texts that fall due go out."""
        for _ in range(times):
            following = self.today + timedelta(days=1)
            await self.service.receive(business_day.DayClosed(closed_date=self.today, next_date=following, checksums={}))
            self.today = following
            await self.service.settle()

    async def cases(self) -> list[dict[str, Any]]:
        """Every case, oldest first."""
        return await self.service.rows("SELECT * FROM collection_case ORDER BY case_id")

    async def the_case(self) -> dict[str, Any]:
        """The one case there is."""
        cases = await self.cases()
        assert len(cases) == 1, cases
        return cases[0]

    async def events(self, *names: str) -> list[dict[str, Any]]:
        """What was published under these names, in order."""
        return [payload for name, payload in await self.service.published() if name in names]

    async def contact(self, case_id: object, body: dict[str, Any], *, at: str = "10:00", **options: Any) -> httpx.Response:
        """A collector asks to make a contact at a time of day."""
        headers = {
            **(options.get("caller") or self.staff()),
            "Sandbox-Now": f"{self.today}T{at}:00+08:00",
            "Idempotency-Key": options.get("key") or new_id(),
        }
        body = {"channel": "PHONE", "person_role": "DEBTOR", **body}
        return await self.service.client.post(f"/v1/cases/{case_id}/contacts", json=body, headers=headers)

    async def promises(self, case_id: object, amount_fen: object, due_date: object, **options: Any) -> httpx.Response:
        """The debtor's word, entered by a collector."""
        return await self.service.post(
            f"/v1/cases/{case_id}/promises",
            {"amount_fen": amount_fen, "due_date": str(due_date)},
            options.get("caller") or self.staff(),
        )
