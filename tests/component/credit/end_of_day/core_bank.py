"""The core bank and everything else outside, played by the test: it keeps every request by its number and can misbehave."""
from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.component.credit.world import Outside

Answer = Callable[[httpx.Response], httpx.Response]


def fails(_: httpx.Response) -> httpx.Response:
    """The request was carried out, but its answer never arrived."""
    raise httpx.ReadTimeout("no answer")


def is_down(_: httpx.Response) -> httpx.Response:
    """An answer, but not one to work with."""
    return httpx.Response(503)


@dataclass
class CoreBank(Outside):
    """`unwilling` mandates pay nothing, `has` limits what another can pay; `faults` are taken one a call, by path."""

    unwilling: set[str] = field(default_factory=set)
    has: dict[str, int] = field(default_factory=dict)
    faults: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    vouchers: dict[str, dict[str, Any]] = field(default_factory=dict)
    payments: list[dict[str, Any]] = field(default_factory=list)

    def fail_next(self, path: str, answer: Answer = fails) -> None:
        """The next call to the path goes wrong after it has had its effect."""
        self.faults[path].append(answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        answers = {
            "/corebank/v1/debit-batches": self._collect,
            "/corebank/v1/vouchers": self._vouchers if request.method == "GET" else self._post,
            "/corebank/v1/payments": self._payments,
        }
        if path not in answers:
            return self._noted(super()._answer(request), path, request)
        body = json.loads(request.content) if request.content else dict(request.url.params)
        self.calls.append((path, body))
        response = httpx.Response(200, json=answers[path](body))
        faults = self.faults[f"{request.method} {path}"]
        return faults.pop(0)(response) if faults else response

    def _collect(self, body: dict[str, Any]) -> dict[str, Any]:
        known = self.batches.get(body["batch_no"])
        if known is not None:
            assert known["asked"] == body, "the same batch must ask for the same"
            return dict(known["answer"])
        results = [self._debit(body, item) for item in body["items"]]
        self.batches[body["batch_no"]] = {"asked": body, "answer": {"batch_no": body["batch_no"], "results": results}}
        return {"batch_no": body["batch_no"], "results": results}

    def _debit(self, body: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
        mandate_id, asked = item["mandate_id"], item["amount_fen"]
        there = 0 if mandate_id in self.unwilling else self.has.get(mandate_id, asked)
        paid = min(asked, there) if there >= asked or item["partial_allowed"] else 0
        if mandate_id in self.has:
            self.has[mandate_id] -= paid
        if paid:
            self._move(f"{body['batch_no']}/{item['item_no']}", paid, body["business_date"])
        status = "PAID" if paid == asked else "PARTIAL" if paid else "REFUSED"
        reason = None if paid == asked else "INSUFFICIENT_FUNDS"
        return {"item_no": item["item_no"], "status": status, "paid_fen": paid, "reason": reason}

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        known = self.vouchers.setdefault(body["voucher_no"], body)
        assert known == body, "the same voucher must say the same"
        return {"voucher_no": body["voucher_no"], "status": "CONFIRMED"}

    def _vouchers(self, query: dict[str, Any]) -> dict[str, Any]:
        items = [voucher for voucher in self.vouchers.values() if voucher["business_date"] == query["business_date"]]
        return {"items": items, "next_cursor": None}

    def _payments(self, query: dict[str, Any]) -> dict[str, Any]:
        items = [payment for payment in self.payments if payment["business_date"] == query["business_date"]]
        return {"items": items, "next_cursor": None}

    def _noted(self, response: httpx.Response, path: str, request: httpx.Request) -> httpx.Response:
        """Pay-outs and single debits appear in the day's list as well."""
        if response.status_code != 200 or path not in {"/corebank/v1/payouts", "/corebank/v1/debits"}:
            return response
        asked, answer = json.loads(request.content), response.json()
        if path.endswith("payouts") and answer["status"] == "PAID":
            self._move(asked["request_no"], asked["amount_fen"], asked["business_date"])
        if path.endswith("debits") and answer["paid_fen"]:
            self._move(f"{asked['item_no']}/{asked['item_no']}", answer["paid_fen"], asked["business_date"])
        return response

    def _move(self, payment_no: str, amount_fen: int, business_date: str) -> None:
        if all(payment["payment_no"] != payment_no for payment in self.payments):
            self.payments.append({"payment_no": payment_no, "amount_fen": amount_fen, "business_date": business_date})
