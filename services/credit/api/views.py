"""What callers see of products, lines, contracts, sheets, drawdowns and repayments."""
from __future__ import annotations

from typing import Any

from services.credit.adapters.core_bank import HolderOfAccount
from services.credit.adapters.row import Row
from services.credit.application.records.catalogue import ProductVersion
from services.credit.application.records.cost_sheet import PresentedSheet
from services.credit.application.records.credit_line import Contract
from services.credit.application.records.drawdown import Drawdown
from services.credit.application.records.repayment import Repayment
from services.credit.domain.limit_tree import NodeStatus
from services.credit.domain.schedule import Schedule
from shared.kernel.masking import mask_account, mask_identity_number, mask_name
from shared.kernel.money import CURRENCY
from shared.kernel.rate import percent_text, rate_text
from shared.messaging.codec import instant_text


def product_view(product: ProductVersion) -> dict[str, Any]:
    """One version, with what is printed in its contracts."""
    terms, conventions = product.terms, product.terms.conventions
    return {
        "product_code": terms.code,
        "product_version": terms.version,
        "name_zh": product.name_zh,
        "name_en": product.name_en,
        "segment": product.segment,
        "consumer": terms.consumer,
        "revolving": terms.revolving,
        "methods": [method.value for method in terms.methods],
        "amount_min_fen": terms.amount_min_fen,
        "amount_max_fen": terms.amount_max_fen,
        "term_min_months": terms.term_min_months,
        "term_max_months": terms.term_max_months,
        "rate_min": rate_text(terms.rate_min),
        "rate_max": rate_text(terms.rate_max),
        "annual_cost_cap": rate_text(terms.annual_cost_cap),
        "line_term_months": terms.line_term_months,
        "day_count": conventions.day_count.value,
        "settle_day": conventions.settle_day,
        "grace_days": conventions.grace_days,
        "effective_from": product.effective_from,
    }


def line_view(row: Row) -> dict[str, Any]:
    """A line with its limit; nothing is available unless its node is ACTIVE."""
    free_fen = row["total_fen"] - row["used_fen"] - row["reserved_fen"] - row["frozen_fen"]
    drawable = row["status"] == "ACTIVE" and row["node_status"] == NodeStatus.ACTIVE.value
    return {
        "line_id": str(row["id"]),
        "party_id": str(row["party_id"]),
        "outlet_id": row["outlet_id"],
        "application_id": str(row["application_id"]),
        "contract_id": str(row["contract_id"]),
        "product_code": row["product_code"],
        "product_version": row["product_version"],
        "purpose_code": row["purpose_code"],
        "status": row["status"],
        "status_reason": row["status_reason"],
        "currency": CURRENCY,
        "approved_fen": row["approved_fen"],
        "total_fen": row["total_fen"],
        "used_fen": row["used_fen"],
        "reserved_fen": row["reserved_fen"],
        "frozen_fen": row["frozen_fen"],
        "available_fen": max(free_fen, 0) if drawable else 0,
        "annual_rate": rate_text(row["annual_rate"].normalize()),
        "term_months": row["term_months"],
        "start_date": row["start_date"],
        "end_date": row["end_date"],
        "sign_by": row["sign_by"],
    }


def contract_view(contract: Contract, holder: HolderOfAccount | None) -> dict[str, Any]:
    """Text, hash and, once signed, the masked signer."""
    return {
        "contract_id": contract.contract_id,
        "line_id": contract.line_id,
        "party_id": contract.party_id,
        "status": contract.status.value,
        "document": contract.document,
        "document_hash": contract.document_hash,
        "method": contract.method,
        "signed_at": instant_text(contract.signed_at) if contract.signed_at else None,
        "holder": {
            "name": mask_name(holder.name),
            "id_number": mask_identity_number(holder.id_number),
            "card_number": mask_account(holder.card_number),
        }
        if holder
        else None,
    }


def sheet_view(presented: PresentedSheet) -> dict[str, Any]:
    """Every cost with its payee and annual rate; the total is the legal figure (domain.md 2.4.5)."""
    sheet = presented.sheet
    return {
        "sheet_id": presented.sheet_id,
        "line_id": presented.line_id,
        "hash": presented.sheet_hash,
        "status": presented.status.value,
        "currency": CURRENCY,
        "principal_fen": sheet.principal_fen,
        "term_months": sheet.term_months,
        "method": sheet.method.value,
        "annual_rate": rate_text(sheet.annual_rate),
        "annual_cost": rate_text(sheet.annual_cost),
        "annual_cost_percent": percent_text(sheet.annual_cost),
        "nominal_rate": rate_text(sheet.nominal_rate),
        "effective_rate": rate_text(sheet.effective_rate),
        "total_cost_fen": sheet.total_cost_fen,
        "items": [
            {
                "code": item.code,
                "payee": item.payee,
                "timing": item.timing,
                "total_fen": item.total_fen,
                "annualised": rate_text(item.annualised),
            }
            for item in sheet.items
        ],
        "contingent": [{"code": item.code, "annual_rate": rate_text(item.annual_rate.normalize())} for item in sheet.contingent],
        "statement_zh": "除本表所列项目外，贷款人不收取任何其他费用。",
        "statement_en": "Nothing is charged beyond what this sheet lists.",
        "min_read_seconds": presented.min_read_seconds,
        "presented_at": instant_text(presented.presented_at),
        "confirmed_at": instant_text(presented.confirmed_at) if presented.confirmed_at else None,
        "expires_on": presented.expires_on,
    }


def schedule_view(schedule: Schedule) -> list[dict[str, Any]]:
    """The instalments as agreed."""
    return [
        {
            "seq": row.seq,
            "due_date": row.due_date,
            "principal_fen": row.principal_fen,
            "interest_fen": row.interest_fen,
            "total_fen": row.principal_fen + row.interest_fen,
        }
        for row in schedule
    ]


def drawdown_view(drawdown: Drawdown) -> dict[str, Any]:
    """Where a drawdown is."""
    return {
        "drawdown_id": drawdown.drawdown_id,
        "line_id": drawdown.line_id,
        "state": drawdown.state.value,
        "currency": CURRENCY,
        "amount_fen": drawdown.amount_fen,
        "term_months": drawdown.term_months,
        "method": drawdown.method.value,
        "purpose_code": drawdown.purpose_code,
        "pay_mode": drawdown.pay_mode,
        "loan_id": drawdown.loan_id,
        "reason": drawdown.reason,
        "requested_at": instant_text(drawdown.requested_at),
    }


def repayment_view(repayment: Repayment) -> dict[str, Any]:
    """Where a repayment is."""
    return {
        "repayment_id": repayment.repayment_id,
        "loan_id": repayment.loan_id,
        "state": repayment.state.value,
        "kind": repayment.kind.value,
        "currency": CURRENCY,
        "amount_fen": repayment.amount_fen,
        "received_fen": repayment.received_fen,
        "reason": repayment.reason,
        "business_date": repayment.business_date,
    }
