"""From events of scoring and credit to commands."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.onboarding.application.apply_decision import ApplyDecision
from services.onboarding.application.keep_reference_data import KeepParameter, KeepProductVersion
from services.onboarding.application.note_line_activated import NoteLineActivated
from services.onboarding.application.note_loan_settled import NoteLoanSettled
from services.onboarding.application.ports import RegulatoryParameter
from services.onboarding.domain.application import Decision, DecisionResult, Terms
from services.onboarding.domain.product_version import ProductVersion
from shared.kernel.rate import parse_rate
from shared.schemas.event import Envelope, Event
from shared.schemas.events.credit import CreditLineActivated, LoanSettled, ProductVersionPublished, RegParamChanged
from shared.schemas.events.scoring import DecisionMade


def _decision(event: DecisionMade, _: Envelope) -> ApplyDecision:
    return ApplyDecision(
        event.application_id,
        Decision(event.decision_id, DecisionResult(event.result), event.reasons, _terms(event)),
    )


def _terms(event: DecisionMade) -> Terms | None:
    if event.approved_amount_fen == 0 or event.term_months == 0:
        return None
    rate = parse_rate(event.annual_rate)
    return Terms(event.approved_amount_fen, event.term_months, rate, event.product_version)


def _product(event: ProductVersionPublished, _: Envelope) -> KeepProductVersion:
    return KeepProductVersion(
        ProductVersion(
            product_code=event.product_code,
            version=event.product_version,
            name_zh=event.name_zh,
            name_en=event.name_en,
            consumer=event.consumer,
            amount_min_fen=event.amount_min_fen,
            amount_max_fen=event.amount_max_fen,
            term_min_months=event.term_min_months,
            term_max_months=event.term_max_months,
            rate_min=parse_rate(event.rate_min),
            rate_max=parse_rate(event.rate_max),
            effective_from=event.effective_from,
        )
    )


def _parameter(event: RegParamChanged, _: Envelope) -> KeepParameter:
    return KeepParameter(RegulatoryParameter(event.code, event.value, event.effective_from, event.effective_to))


def _line_activated(event: CreditLineActivated, _: Envelope) -> NoteLineActivated:
    return NoteLineActivated(event.application_id, event.line_id)


def _loan_settled(event: LoanSettled, _: Envelope) -> NoteLoanSettled:
    return NoteLoanSettled(event.party_id, event.business_date)


SUBSCRIPTIONS: Final[Mapping[type[Event], Callable[[Any, Envelope], object | None]]] = {
    DecisionMade: _decision,
    ProductVersionPublished: _product,
    RegParamChanged: _parameter,
    CreditLineActivated: _line_activated,
    LoanSettled: _loan_settled,
}
