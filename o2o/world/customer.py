"""A customer on his phone: scans, registers, consents, proves who he is, applies, signs, draws, repays."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from o2o.world.bank import Actor
from o2o.world.people import OUTLET, Person
from o2o.world.waiting import until

PURPOSES = ("PROFILING", "FINANCIAL_DATA", "CREDIT_BUREAU", "CONTRACT_ESIGN")
IDENTITY_METHODS = ("ID_DOCUMENT", "CARD_FOUR_FACTOR")
SETTLED = ("APPROVED", "DECLINED", "CANCELLED")
_READING_MARGIN_SECONDS = 0.3


@dataclass
class Customer:
    """What he holds in his hand: ids of what the bank gave him so far."""

    person: Person
    actor: Actor
    channel_code: str = "STREET_QR"
    scene_code: str = "SHOP_STREET"
    party_id: str = ""
    application_id: str = ""
    line: dict[str, Any] = field(default_factory=dict)
    sheet: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)
    loan_id: str = ""

    async def scan(self) -> dict[str, Any]:
        """Opens the bank's page from a code in the street and registers."""
        session = await self.actor.post(
            "onboarding", "/v1/sessions", {"channel_code": self.channel_code, "scene_code": self.scene_code, "outlet_id": OUTLET}
        )
        party = await self.actor.post("onboarding", "/v1/parties", self.person.registration(session["session_id"], self.channel_code))
        self.party_id = party["party_id"]
        return dict(party)

    async def consent(self) -> None:
        """Reads each text in force and agrees to one purpose at a time, the separate ones apart."""
        texts = (await self.actor.get("onboarding", "/v1/consent-texts"))["items"]
        for text in texts:
            if text["purpose"] in PURPOSES:
                body = {"party_id": self.party_id, **{name: text[name] for name in ("purpose", "text_version", "separate")}}
                await self.actor.post("onboarding", "/v1/consents", body)

    async def prove_identity(self) -> dict[str, Any]:
        """By document and by bank card; face is never asked for alone."""
        proof: dict[str, Any] = {}
        for method in IDENTITY_METHODS:
            proof = await self.actor.post("onboarding", f"/v1/parties/{self.party_id}/identity-verifications", {"method": method})
        return proof

    async def apply(
        self, *, product_code: str, amount_fen: int, term_months: int, purpose_code: str, facts: Mapping[str, str | int]
    ) -> dict[str, Any]:
        """Drafts and submits. Raises CallRefused when the product does not allow the amount or term."""
        body = {
            "party_id": self.party_id,
            "product_code": product_code,
            "amount_fen": amount_fen,
            "term_months": term_months,
            "purpose_code": purpose_code,
            "facts": dict(facts),
        }
        draft = await self.actor.post("onboarding", "/v1/applications", body)
        self.application_id = draft["application_id"]
        return dict(await self.actor.post("onboarding", f"/v1/applications/{self.application_id}/submit"))

    async def application(self) -> dict[str, Any]:
        return dict(await self.actor.get("onboarding", f"/v1/applications/{self.application_id}"))

    async def answer(self, *, accept: tuple[str, ...] = (*SETTLED, "REFERRED"), seconds: float = 90.0) -> dict[str, Any]:
        """The application once the bank has said something."""

        async def ask() -> dict[str, Any] | None:
            application = await self.application()
            return application if application["status"] in accept else None

        return dict(await until(ask, what="the bank's answer", seconds=seconds))

    async def sign(self) -> dict[str, Any]:
        """Reads the line contract that was prepared for him and signs it."""

        async def prepared() -> dict[str, Any] | None:
            lines = (await self.actor.get("credit", "/v1/lines"))["items"]
            return next((line for line in lines if line["application_id"] == self.application_id), None)

        self.line = dict(await until(prepared, what="the line contract"))
        contract = await self.actor.get("credit", f"/v1/contracts/{self.line['contract_id']}")
        body = {"document_hash": contract["document_hash"], "method": "SMS_CODE", "account": "registered"}
        return dict(await self.actor.post("credit", f"/v1/contracts/{self.line['contract_id']}/sign", body))

    async def see_cost(self, *, amount_fen: int, term_months: int, method: str) -> dict[str, Any]:
        """The all-in cost sheet of exactly this drawdown."""
        self.terms = {"amount_fen": amount_fen, "term_months": term_months, "method": method}
        self.sheet = dict(await self.actor.post("credit", "/v1/cost-sheets", {"line_id": self.line["line_id"], **self.terms}))
        return self.sheet

    async def read_cost(self) -> None:
        """Reads for as long as the law makes him; the server measures."""
        await asyncio.sleep(self.sheet["min_read_seconds"] + _READING_MARGIN_SECONDS)

    async def confirm_cost(self) -> dict[str, Any]:
        """Agrees to the sheet he has read."""
        path = f"/v1/cost-sheets/{self.sheet['sheet_id']}/confirm"
        return dict(await self.actor.post("credit", path, {"hash": self.sheet["hash"]}))

    async def draw(self, *, purpose_code: str) -> dict[str, Any]:
        """Draws what the confirmed sheet says and waits for the money."""
        body = {**self.terms, "purpose_code": purpose_code, "cost_sheet_id": self.sheet["sheet_id"]}
        drawdown = await self.actor.post("credit", f"/v1/lines/{self.line['line_id']}/drawdowns", body)

        async def paid() -> dict[str, Any] | None:
            state = await self.actor.get("credit", f"/v1/drawdowns/{drawdown['drawdown_id']}")
            return state if state["state"] in ("DISBURSED", "FAILED") else None

        found = dict(await until(paid, what="the money"))
        self.loan_id = found.get("loan_id") or ""
        return found

    async def repay(self, amount_fen: int, kind: str = "DUE") -> dict[str, Any]:
        """Asks the bank to take an amount from his account now, and waits until it was booked or refused."""
        asked = await self.actor.post("credit", f"/v1/loans/{self.loan_id}/repayments", {"amount_fen": amount_fen, "kind": kind})

        async def booked() -> dict[str, Any] | None:
            repayment = await self.actor.get("credit", f"/v1/repayments/{asked['repayment_id']}")
            return repayment if repayment["state"] in ("ALLOCATED", "REFUSED") else None

        return dict(await until(booked, what="the repayment"))
