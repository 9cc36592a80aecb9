"""A bank whose days are closed by the test."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx

from shared.schemas.events.platform import DAY_PROCESSED
from tests.component.credit.end_of_day.core_bank import CoreBank
from tests.component.credit.world import World


@dataclass
class Bank(World):
    """The world of credit with a core bank that keeps books."""

    outside: CoreBank

    @property
    def operator(self) -> dict[str, str]:
        """Who closes days."""
        return self.service.bearer(kind="staff", subject="operator", roles=["OPERATIONS"], outlets=["HEAD_OFFICE"])

    async def close(self, day: date, key: str | None = None) -> httpx.Response:
        """One call of the end of day."""
        return await self.service.post("/v1/business-days/close", {"closed_date": day.isoformat()}, self.operator, key)

    async def closed(self, day: date) -> dict[str, Any]:
        """One day closed, and processed by everybody."""
        response = await self.close(day)
        assert response.status_code == 200, response.text
        await self.processed(day)
        return dict(response.json())

    async def processed(self, day: date, *, without: str = "") -> None:
        """The other services have run their day jobs."""
        for service, event in DAY_PROCESSED.items():
            if service != without:
                await self.service.receive(event(closed_date=day))

    async def close_until(self, day: date) -> None:
        """Closes days until the bank's date is `day`."""
        today = await self.today()
        while today < day:
            await self.closed(today)
            today += timedelta(days=1)

    async def today(self) -> date:
        """The bank's date."""
        (row,) = await self.service.rows("SELECT business_date FROM business_day")
        return date.fromisoformat(str(row["business_date"]))

    async def loan(self, **terms: Any) -> dict[str, Any]:
        """Somebody's loan, paid out today; `mandate_id` names his account at the core bank."""
        customer = await self.customer()
        line_terms = {name: terms[name] for name in ("product_code", "annual_rate", "amount_fen", "term_months") if name in terms}
        line = await self.line(customer, **line_terms)
        sheet_terms = {name: terms[name] for name in ("amount_fen", "term_months", "method") if name in terms}
        loan = await self.draw(customer, line, **sheet_terms)
        (row,) = await self.service.rows(f"SELECT mandate_id FROM loan WHERE id = '{loan['loan_id']}'")
        return {**loan, "mandate_id": row["mandate_id"], "customer": customer, "line": line}

    async def state(self, loan_id: str) -> dict[str, Any]:
        """The row of a loan."""
        (row,) = await self.service.rows(f"SELECT * FROM loan WHERE id = '{loan_id}'")
        return row

    async def ledger(self) -> dict[str, int]:
        """Fen by account over all postings, debits positive."""
        rows = await self.service.rows("SELECT account, sum(amount_fen)::bigint AS fen FROM posting GROUP BY 1")
        return {row["account"]: row["fen"] for row in rows}

    async def differences(self) -> list[dict[str, Any]]:
        """What any reconciliation found."""
        return await self.service.rows("SELECT business_date, kind, differences FROM reconciliation WHERE differences <> '[]'")

    async def names(self) -> list[str]:
        """Names of all published events, in order."""
        return [name for name, _ in await self.service.published()]
