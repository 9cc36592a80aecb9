"""Contacts: the guard answers before anybody acts."""
from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Depends, Response

from services.collections.api.bodies import ContactBody, ContactResultBody, PathId, PromiseBody
from services.collections.api.views import contact_view, promise_view
from services.collections.application.contact_debtor import ContactDebtor
from services.collections.application.promise_payment import MakePromise
from services.collections.application.report_contact import ReportContact
from services.collections.domain.contact import ContactResult
from services.collections.domain.contact_attempt import ContactAttempt, ContactBlockedByRule
from shared.db.idempotency import Answer
from shared.web.calls import WriteCall, write_call
from shared.web.problem import MEDIA_TYPE, problem_body

router = APIRouter(tags=["contacts"])


@router.post("/v1/cases/{case_id}/contacts", operation_id="contactDebtor", status_code=201)
async def contact_debtor(case_id: PathId, body: ContactBody, call: WriteCall = Depends(write_call)) -> Response:
    """201: permitted, and reserved against the day's caps. 409 `collections.contact-blocked` with the rule
    in `facts.rule_id`: forbidden, nothing may be done; the attempt stays on record either way (2.8.3)."""
    command = ContactDebtor(
        case_id=case_id,
        channel=body.channel,
        person_role=body.person_role,
        team=body.team,
        phone_reference=body.phone_reference,
        recording_reference=body.recording_reference,
        result=ContactResult(body.result) if body.result else None,
    )
    return await call.execute(command, status=201, view=lambda attempt: _guard_answer(attempt, call))


@router.post("/v1/cases/{case_id}/contacts/{contact_id}/result", operation_id="reportContact")
async def report_contact(
    case_id: PathId, contact_id: PathId, body: ContactResultBody, call: WriteCall = Depends(write_call)
) -> Response:
    """What came of a reserved call or visit. Not reported by the end of the day, it counts as one that took place."""
    command = ReportContact(case_id, contact_id, ContactResult(body.result), body.recording_reference)
    return await call.execute(command, view=contact_view)


@router.post("/v1/cases/{case_id}/promises", operation_id="makePromise", status_code=201)
async def make_promise(case_id: PathId, body: PromiseBody, call: WriteCall = Depends(write_call)) -> Response:
    """The debtor promises an amount by a date, at most 7 days ahead in M1 and 15 later (2.8.4)."""
    return await call.execute(MakePromise(case_id, body.amount_fen, body.due_date), status=201, view=promise_view)


def _guard_answer(attempt: ContactAttempt, call: WriteCall) -> dict[str, Any] | Answer:
    """A blocked contact is a result that commits, not an error that rolls back; only its answer is a problem."""
    if attempt.rule is None:
        return contact_view(attempt)
    refusal = ContactBlockedByRule(rule_id=attempt.rule.value, contact_id=attempt.contact_id)
    problem = problem_body(refusal, call.request)
    return Answer(
        problem["status"], json.dumps(problem, ensure_ascii=False).encode(), {"content-type": MEDIA_TYPE}
    )
