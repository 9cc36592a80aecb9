"""Credit with everything around it played by the test: onboarding's vault, the core bank, the clock."""
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import httpx

from shared.db.unit_of_work import new_id
from shared.kernel.clock import SystemClock
from shared.schemas.events.onboarding import ApplicationApproved, PartyRegistered, PartySubjectLinked
from tests.support.service import RunningService
from tests.support.tokens import ISSUER

OUTLET = "huangyan-1"
NAME, ID_NUMBER, CARD_NUMBER = "李小龙", "331003199001011234", "6222020200001234567"
READ_SECONDS = 10


class MovableClock:
    """The system's instants, moved forward by hand."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return self._system.now() + self._ahead

    def monotonic(self) -> float:
        return self._system.monotonic() + self._ahead.total_seconds()

    def advance(self, **duration: float) -> None:
        """Moves on by `seconds=`, `minutes=` and so on."""
        self._ahead += timedelta(**duration)


@dataclass
class Outside:
    """The neighbours over a mock transport. A test replaces an answer by assigning to it."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    vault: Callable[[], httpx.Response] | None = None
    mandate: Callable[[], httpx.Response] | None = None
    payout: Callable[[], httpx.Response] | None = None
    payout_state: Callable[[], httpx.Response] | None = None
    debit: Callable[[], httpx.Response] | None = None

    def client(self) -> httpx.AsyncClient:
        """What the service calls out with."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def bodies(self, path: str) -> list[dict[str, Any]]:
        """What was sent to a path."""
        return [body for called, body in self.calls if called == path]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.endswith("/token"):
            return httpx.Response(200, json={"access_token": "service-token", "expires_in": 900})
        body = json.loads(request.content) if request.content else {}
        self.calls.append((path, body))
        if path == "/internal/v1/party-disclosures":
            particulars = {"name": NAME, "id_number": ID_NUMBER, "card_number": CARD_NUMBER}
            return self._or(self.vault, {"party_id": body["party_id"], "fields": particulars})
        if path == "/corebank/v1/mandates":
            return self._or(self.mandate, {"mandate_id": f"M-{body['reference']}", "customer_no": "C1"}, status=201)
        if path == "/corebank/v1/payouts":
            return self._or(self.payout, {"request_no": body["request_no"], "status": "PAID", "reason": None})
        if path.startswith("/corebank/v1/payouts/"):
            return self._or(self.payout_state, {"status": "PAID", "reason": None})
        if path == "/corebank/v1/debits":
            paid = {"item_no": body["item_no"], "status": "PAID", "paid_fen": body["amount_fen"], "reason": None}
            return self._or(self.debit, paid)
        raise AssertionError(f"unexpected call to {path}")

    @staticmethod
    def _or(answer: Callable[[], httpx.Response] | None, default: dict[str, Any], status: int = 200) -> httpx.Response:
        return answer() if answer else httpx.Response(status, json=default)


def silent() -> httpx.Response:
    """A neighbour that does not answer in time."""
    raise httpx.ReadTimeout("no answer")


@dataclass
class Customer:
    """A borrower with a party of his own."""

    party_id: str
    headers: dict[str, str]


@dataclass
class World:
    """Credit, its surroundings, and the steps of the main road as a customer takes them."""

    service: RunningService
    outside: Outside
    clock: MovableClock

    async def customer(self) -> Customer:
        """Somebody onboarding knows."""
        party_id, subject = new_id(), f"borrower-{new_id()}"
        await self.service.receive(
            PartyRegistered(
                party_id=party_id,
                party_type="PERSON",
                segment="SHOP_OWNER",
                division_code="331003",
                channel_code="STREET_QR",
                outlet_id=OUTLET,
                masked_name="李**",
                birth_year=1990,
            )
        )
        await self.service.receive(PartySubjectLinked(party_id=party_id, issuer=ISSUER, subject=subject))
        return Customer(party_id, self.service.bearer(kind="borrower", subject=subject))

    async def approve(
        self,
        customer: Customer,
        *,
        product_code: str = "SHOP_TERM",
        amount_fen: int = 100_000_00,
        term_months: int = 12,
        annual_rate: str = "0.0600",
    ) -> dict[str, Any]:
        """An application of his is approved; returns the line that waits for his signature."""
        application_id = new_id()
        await self.service.receive(
            ApplicationApproved(
                application_id=application_id,
                party_id=customer.party_id,
                product_code=product_code,
                product_version=1,
                amount_fen=amount_fen,
                term_months=term_months,
                annual_rate=annual_rate,
                purpose_code="STOCK",
                outlet_id=OUTLET,
                decision_id=new_id(),
                approver="policy",
            )
        )
        listed = await self.service.get(f"/v1/lines?application_id={application_id}", customer.headers)
        (line,) = listed.json()["items"]
        return dict(line)

    async def sign(self, customer: Customer, line: dict[str, Any], key: str | None = None) -> httpx.Response:
        """He reads the contract and signs it."""
        contract = (await self.service.get(f"/v1/contracts/{line['contract_id']}", customer.headers)).json()
        body = {"document_hash": contract["document_hash"], "method": "SMS_CODE", "account": "registered"}
        return await self.service.post(f"/v1/contracts/{line['contract_id']}/sign", body, customer.headers, key)

    async def line(self, customer: Customer, **approval: Any) -> dict[str, Any]:
        """A line he may draw on."""
        line = await self.approve(customer, **approval)
        signed = await self.sign(customer, line)
        assert signed.status_code == 200, signed.text
        return line

    async def present(self, customer: Customer, line: dict[str, Any], **terms: Any) -> httpx.Response:
        """He asks what a drawdown would cost."""
        body = {"line_id": line["line_id"], "amount_fen": 10_000_00, "term_months": 12, "method": "EQ_INST", **terms}
        return await self.service.post("/v1/cost-sheets", body, customer.headers)

    async def confirm(self, customer: Customer, sheet: dict[str, Any]) -> httpx.Response:
        """He confirms what he was shown."""
        return await self.service.post(
            f"/v1/cost-sheets/{sheet['sheet_id']}/confirm", {"hash": sheet["hash"]}, customer.headers
        )

    async def read_sheet(self, customer: Customer, line: dict[str, Any], **terms: Any) -> dict[str, Any]:
        """A sheet he has read through and confirmed."""
        presented = await self.present(customer, line, **terms)
        assert presented.status_code == 201, presented.text
        sheet = presented.json()
        self.clock.advance(seconds=READ_SECONDS)
        confirmed = await self.confirm(customer, sheet)
        assert confirmed.status_code == 200, confirmed.text
        return dict(sheet)

    async def ask(
        self, customer: Customer, line: dict[str, Any], sheet: dict[str, Any], key: str | None = None, **changes: Any
    ) -> httpx.Response:
        """He asks for the money of a sheet."""
        body = {
            "amount_fen": sheet["principal_fen"],
            "term_months": sheet["term_months"],
            "method": sheet["method"],
            "purpose_code": "STOCK",
            "cost_sheet_id": sheet["sheet_id"],
            **changes,
        }
        return await self.service.post(f"/v1/lines/{line['line_id']}/drawdowns", body, customer.headers, key)

    async def draw(self, customer: Customer, line: dict[str, Any], **terms: Any) -> dict[str, Any]:
        """A loan, paid out."""
        asked = await self.ask(customer, line, await self.read_sheet(customer, line, **terms))
        assert asked.status_code == 201, asked.text
        await self.service.settle()
        drawdown = (await self.service.get(f"/v1/drawdowns/{asked.json()['drawdown_id']}", customer.headers)).json()
        assert drawdown["state"] == "DISBURSED", drawdown
        loan = await self.service.get(f"/v1/loans/{drawdown['loan_id']}", customer.headers)
        return dict(loan.json())

    async def move_to(self, day: date) -> None:
        """The bank's date, moved without an end of day."""
        async with self.service.runtime.engine.begin() as connection:
            await connection.exec_driver_sql("UPDATE business_day SET business_date = $1::date", (day,))

    async def events(self, name: str) -> list[dict[str, Any]]:
        """Payloads of the published events of a name."""
        return [payload for event, payload in await self.service.published() if event == name]
