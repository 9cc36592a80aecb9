"""What collections tells the others: cases, contacts, promises."""
from __future__ import annotations

from shared.schemas.event import Event
from shared.schemas.fields import AmountFen, BalanceFen, BusinessDate, Code, Count, Id, Key, Text


class _CaseEvent(Event):
    producer = "collections"
    aggregate = "case"
    aggregate_field = "case_id"
    case_id: Id
    party_id: Id
    outlet_id: Key


class CollectionCaseOpened(_CaseEvent):
    """One open case per customer over all his loans (入催)."""

    business_date: BusinessDate
    days_past_due: Count
    stage: Code
    loan_ids: tuple[Id, ...]
    overdue_fen: BalanceFen
    strategy: Key


class CaseAssigned(_CaseEvent):
    """A collector is responsible."""

    collector: Text


class CaseStageChanged(_CaseEvent):
    """Moved up or down a bucket (M1..M7)."""

    business_date: BusinessDate
    from_stage: Code
    to_stage: Code
    days_past_due: Count


class CaseClosed(_CaseEvent):
    """出催; `outcome` is CURED, SETTLED, RESTRUCTURED, WRITTEN_OFF or SOLD."""

    business_date: BusinessDate
    outcome: Code
    days_past_due: Count


class ContactAttempted(_CaseEvent):
    """A permitted contact took place."""

    contact_id: Id
    channel: Code
    person_role: Code
    result: Code
    business_date: BusinessDate
    local_time: Text


class ContactBlocked(_CaseEvent):
    """The guard refused a contact before it happened; `rule_id` is the proof (R31-R36)."""

    contact_id: Id
    channel: Code
    person_role: Code
    rule_id: Code
    business_date: BusinessDate
    local_time: Text


class _PromiseEvent(_CaseEvent):
    promise_id: Id
    amount_fen: AmountFen
    due_date: BusinessDate


class PromiseMade(_PromiseEvent):
    """承诺还款."""


class PromiseKept(_PromiseEvent):
    """Paid at least the promised amount within the window."""

    paid_fen: BalanceFen


class PromiseBroken(_PromiseEvent):
    """The window passed without the promised amount."""

    paid_fen: BalanceFen
