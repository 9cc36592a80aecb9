"""Drawdowns and their cases from what the hot path's statements give back: one JSON text a case."""
from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.credit.adapters.catalogue_repository import terms_of_text
from services.credit.adapters.cost_sheet_repository import presented_sheet_of
from services.credit.adapters.limit_nodes import node_of
from services.credit.adapters.line_repository import line_of
from services.credit.adapters.row import Row
from services.credit.application.records.credit_line import CreditLine
from services.credit.application.records.drawdown import Drawdown, DrawdownCase
from services.credit.application.records.payout import PayoutCase
from services.credit.domain.lifecycle import DrawdownStatus
from services.credit.domain.product import RepaymentMethod


def drawdown_case(product: str, facts: str) -> DrawdownCase:
    """The case of a request; `product` and `facts` are columns of OPEN_CASE."""
    found = json.loads(facts, parse_float=Decimal)
    return DrawdownCase(
        business_date=date.fromisoformat(found["business_date"]),
        line=_line(found["line"]),
        path=tuple(node_of(node) for node in found["path"]),
        product=terms_of_text(product),
        sheet=presented_sheet_of(_typed(found["sheet"])) if found["sheet"] else None,
        sheet_is_used=found["sheet_is_used"],
        earliest_unpaid_due_date=_date(found["earliest_unpaid_due_date"]),
        lacks_consent=found["lacks_consent"],
        parameters=found["parameters"],
    )


def payout_case(product: str, facts: str) -> PayoutCase:
    """The case of a settlement; `product` and `facts` are columns of PAYOUT_CASES."""
    found = json.loads(facts, parse_float=Decimal)
    return PayoutCase(
        drawdown=drawdown_of(_typed(found["drawdown"])),
        line=_line(found["line"]),
        product=terms_of_text(product),
        mandate_id=found["mandate_id"],
        annual_cost=found["annual_cost"].normalize(),
    )


def drawdown_of(row: Row) -> Drawdown:
    """The drawdown of a row."""
    return Drawdown(
        drawdown_id=str(row["id"]),
        line_id=str(row["line_id"]),
        party_id=str(row["party_id"]),
        outlet_id=row["outlet_id"],
        cost_sheet_id=str(row["cost_sheet_id"]),
        amount_fen=row["amount_fen"],
        term_months=row["term_months"],
        method=RepaymentMethod(row["method"]),
        purpose_code=row["purpose_code"],
        pay_mode=row["pay_mode"],
        state=DrawdownStatus(row["state"]),
        business_date=row["business_date"],
        requested_at=row["requested_at"],
        loan_id=str(row["loan_id"]) if row["loan_id"] else None,
        reason=row["reason"],
        sent_at=row["sent_at"],
    )


def _line(row: dict[str, Any]) -> CreditLine:
    return line_of(_typed(row))


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """JSON's texts as dates and instants; columns are named by what they are."""
    for name, value in row.items():
        if value is None:
            continue
        if name.endswith(("_date", "_on", "sign_by")):
            row[name] = date.fromisoformat(value)
        elif name.endswith("_at"):
            row[name] = datetime.fromisoformat(value)
    return row


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
