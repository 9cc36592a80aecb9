"""What callers see: masked names, codes, amounts in fen."""
from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row

from services.collections.domain.arrears import days_past_due
from services.collections.domain.case import CollectionCase
from services.collections.domain.contact_attempt import ContactAttempt
from services.collections.domain.promise import Promise
from services.collections.domain.stage import Stage
from services.collections.queries.cases import Today


def case_view(row: Row[Any], today: Today) -> dict[str, Any]:
    """A case as the work list and the case page show it; days past due are of today, or of its last day."""
    on: date = row.closed_on or today.business_date
    days = days_past_due(row.earliest_unpaid_due_date, on)
    strategy = today.strategies.get(row.strategy)
    action = strategy.next_action(days) if strategy and row.status == "OPEN" and row.hold is None else None
    return {
        "case_id": str(row.case_id),
        "party_id": str(row.party_id),
        "outlet_id": row.outlet_id,
        "masked_name": row.masked_name,
        "status": row.status,
        "stage": Stage(row.stage).name,
        "days_past_due": days,
        "overdue_fen": row.overdue_fen,
        "earliest_unpaid_due_date": row.earliest_unpaid_due_date,
        "loan_ids": [str(loan_id) for loan_id in row.loan_ids],
        "strategy": row.strategy,
        "next_action": action.value if action else None,
        "hold": row.hold,
        "collector": row.collector,
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
        "outcome": row.outcome,
        "promise": _latest_promise(row),
        "version": row.version,
    }


def _latest_promise(row: Row[Any]) -> dict[str, Any] | None:
    if row.promise_id is None:
        return None
    return {
        "promise_id": str(row.promise_id),
        "amount_fen": row.promise_amount_fen,
        "due_date": row.promise_due_date,
        "status": row.promise_status,
        "paid_fen": max(row.promise_paid_fen, 0),
    }


def changed_case_view(case: CollectionCase) -> dict[str, Any]:
    """What a decision about a case changed."""
    return {
        "case_id": case.case_id,
        "status": case.status.value,
        "stage": case.stage.name,
        "hold": case.hold.value if case.hold else None,
        "collector": case.collector,
        "version": case.version,
    }


def contact_view(attempt: ContactAttempt) -> dict[str, Any]:
    """A permitted contact: RESERVED until its result is known."""
    return {
        "contact_id": attempt.contact_id,
        "case_id": attempt.case_id,
        "channel": attempt.channel.value,
        "person_role": attempt.person_role.value,
        "business_date": attempt.business_date,
        "local_time": attempt.clock_text,
        "state": attempt.state.value,
        "result": attempt.result.value if attempt.result else None,
    }


def promise_view(promise: Promise) -> dict[str, Any]:
    """A promise and the last day on which money counts for it."""
    return {
        "promise_id": promise.promise_id,
        "case_id": promise.case_id,
        "amount_fen": promise.amount_fen,
        "made_on": promise.made_on,
        "due_date": promise.due_date,
        "window_end": promise.window_end,
        "status": promise.status.value,
    }


def history_view(row: Row[Any]) -> dict[str, Any]:
    """One entry of the process record."""
    return {
        "history_id": str(row.history_id),
        "kind": row.kind,
        "business_date": row.business_date,
        "recorded_at": row.recorded_at,
        "actor": row.actor,
        "facts": row.facts,
    }
