"""From credit's events to news for partners: ids, states, dates and amounts, nothing about the person."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from services.partners.application.tell_partners import TellPartners
from services.partners.domain.endpoint import WebhookType
from shared.schemas.event import Envelope, Event
from shared.schemas.events import credit


def _disbursed(event: credit.LoanDisbursed, envelope: Envelope) -> TellPartners:
    return TellPartners(
        webhook_type=WebhookType.LOAN_DISBURSED,
        loan_id=event.loan_id,
        product_code=event.product_code,
        occurred_at=envelope.occurred_at,
        sequence=envelope.sequence,
        data={
            "state": "ACTIVE",
            "drawdown_id": event.drawdown_id,
            "product_code": event.product_code,
            "principal_fen": event.principal_fen,
            "start_date": event.start_date.isoformat(),
            "maturity_date": event.maturity_date.isoformat(),
        },
    )


def _overdue(event: credit.LoanOverdue, envelope: Envelope) -> TellPartners:
    return TellPartners(
        webhook_type=WebhookType.LOAN_OVERDUE,
        loan_id=event.loan_id,
        product_code=event.product_code,
        occurred_at=envelope.occurred_at,
        sequence=envelope.sequence,
        data={
            "state": "OVERDUE",
            "business_date": event.business_date.isoformat(),
            "earliest_unpaid_due_date": event.earliest_unpaid_due_date.isoformat(),
            "overdue_fen": event.overdue_principal_fen + event.overdue_interest_fen,
        },
    )


def _settled(event: credit.LoanSettled, envelope: Envelope) -> TellPartners:
    return TellPartners(
        webhook_type=WebhookType.LOAN_SETTLED,
        loan_id=event.loan_id,
        product_code=None,
        occurred_at=envelope.occurred_at,
        sequence=envelope.sequence,
        data={"state": "SETTLED", "business_date": event.business_date.isoformat()},
    )


SUBSCRIPTIONS: Final[dict[type[Event], Callable[[Any, Envelope], object | None]]] = {
    credit.LoanDisbursed: _disbursed,
    credit.LoanOverdue: _overdue,
    credit.LoanSettled: _settled,
}
