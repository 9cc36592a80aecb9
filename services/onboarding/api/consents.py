"""Consents: the texts in force, agreeing, taking back, the ledger."""
from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import StrictBool

from services.onboarding.api.page import PageQuery, page, read_cursor
from services.onboarding.application.grant_consent import GrantConsent
from services.onboarding.application.withdraw_consent import WithdrawConsent
from services.onboarding.domain.consent import Consent, ConsentText, Purpose
from services.onboarding.queries.consents import consents_of, texts_in_force
from services.onboarding.queries.customers import customer
from shared.kernel.errors import IdentityPending
from shared.schemas.fields import Id, Key
from shared.web.body import RequestBody
from shared.web.calls import ReadCall, WriteCall, read_call, write_call

router = APIRouter(tags=["consents"])


class ConsentBody(RequestBody):
    """One purpose, the version of the text that was read, and whether it was confirmed on its own."""

    party_id: Id
    purpose: Purpose
    text_version: Key
    separate: StrictBool


class LedgerQuery(PageQuery):
    """Staff name the party; a customer reads his own."""

    party_id: Id | None = None


@router.get("/v1/consent-texts", operation_id="listConsentTexts")
async def list_consent_texts(call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """What the customer has to read: the text in force of each purpose."""
    call.authorize("consent-text.read")
    async with call.connection() as connection:
        return {"items": [_text_view(text) for text in await texts_in_force(connection)], "next_cursor": None}


@router.post("/v1/consents", operation_id="grantConsent", status_code=201)
async def grant_consent(body: ConsentBody, call: WriteCall = Depends(write_call)) -> Response:
    """The customer agrees to one purpose; an older consent for it is superseded."""
    command = GrantConsent(body.party_id, body.purpose, body.text_version, body.separate)
    return await call.execute(command, status=201, view=consent_view)


@router.post("/v1/consents/{consent_id}/withdraw", operation_id="withdrawConsent")
async def withdraw_consent(consent_id: Id, call: WriteCall = Depends(write_call)) -> Response:
    """The customer takes it back, with immediate effect; applications under review that stand on it end."""
    return await call.execute(WithdrawConsent(consent_id), view=consent_view)


@router.get("/v1/consents", operation_id="listConsents")
async def list_consents(
    request: Request, query: Annotated[LedgerQuery, Query()], call: ReadCall = Depends(read_call)
) -> dict[str, Any]:
    """The ledger of one customer, newest first, with what was superseded or withdrawn."""
    call.authorize("consent.read")
    party_id = query.party_id or call.principal.party_id
    if party_id is None:
        raise IdentityPending()
    listing = f"consents:{party_id}"
    after = read_cursor(request, query, listing)
    async with call.connection() as connection:
        call.authorize("consent.read", (await customer(connection, party_id)).party)
        rows = await consents_of(connection, party_id, after=after, limit=query.limit + 1)
    return page(
        request, rows, listing=listing, limit=query.limit, key=lambda row: row.consent_id, view=consent_view
    )


def consent_view(consent: Consent) -> dict[str, Any]:
    """One row of the ledger."""
    return {
        "consent_id": consent.consent_id,
        "party_id": consent.party_id,
        "purpose": consent.purpose.value,
        "text_version": consent.text_version,
        "text_sha256": consent.text_sha256,
        "separate": consent.separate,
        "granted_on": consent.granted_on,
        "granted_at": consent.granted_at,
        "valid_to": consent.valid_to,
        "status": consent.status.value,
        "ended_at": consent.ended_at,
    }


def _text_view(text: ConsentText) -> dict[str, Any]:
    return {
        "purpose": text.purpose.value,
        "text_version": text.version,
        "separate": text.separate,
        "validity_months": text.validity_months,
        "sha256": text.sha256,
        "title": {"zh": text.title_zh, "en": text.title_en},
        "body": {"zh": text.body_zh, "en": text.body_en},
    }
