"""How an application is shown: state and stage in plain words, every step with its time."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from services.onboarding.domain.application import BY_POLICY, Application, Step, Terms
from services.onboarding.domain.application_status import plain_words
from shared.db.idempotency import Answer
from shared.kernel.money import CURRENCY
from shared.kernel.rate import rate_text
from shared.web.calls import as_answer, version_tag


def application_answer(status: int, *, for_staff: bool = False) -> Callable[[Application], Answer]:
    """The view of an application as an answer with its ETag; 201 says where it is found."""

    def view(application: Application) -> Answer:
        answer = as_answer(application_view(application, for_staff=for_staff), status)
        location = {"location": f"/v1/applications/{application.application_id}"} if status == 201 else {}
        return replace(answer, headers={**answer.headers, **version_tag(application.version), **location})

    return view


def application_view(application: Application, *, for_staff: bool = False) -> dict[str, Any]:
    """Staff also see who took each step and what he noted; the customer sees whether a machine decided."""
    words = plain_words(application.status, application.stage)
    return {
        "application_id": application.application_id,
        "party_id": application.party_id,
        "outlet_id": application.outlet_id,
        "product_code": application.product_code,
        "amount_fen": application.amount_fen,
        "currency": CURRENCY,
        "term_months": application.term_months,
        "purpose_code": application.purpose_code,
        "facts": dict(application.facts),
        "status": application.status.value,
        "stage": application.stage.value,
        "status_text": {"zh": words.zh, "en": words.en},
        "reasons": list(application.reasons),
        "approved": _terms_view(application.terms),
        "decision_id": application.decision_id,
        "decided_automatically": None if application.decided_by is None else application.decided_by == BY_POLICY,
        "line_id": application.line_id,
        "version": application.version,
        "steps": [_step_view(step, for_staff) for step in application.history],
    }


def _terms_view(terms: Terms | None) -> dict[str, Any] | None:
    if terms is None:
        return None
    return {
        "amount_fen": terms.amount_fen,
        "term_months": terms.term_months,
        "annual_rate": rate_text(terms.annual_rate),
        "product_version": terms.product_version,
    }


def _step_view(step: Step, for_staff: bool) -> dict[str, Any]:
    view = {
        "status": step.status.value,
        "stage": step.stage.value,
        "at": step.at,
        "business_date": step.on,
        "reasons": list(step.reasons),
    }
    return {**view, "actor": step.actor, "comment": step.comment} if for_staff else view
