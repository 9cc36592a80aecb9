"""Decisions: read, list, explore, replay."""
from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from services.scoring.api.schemas import EmptyBody, ExploreBody
from services.scoring.api.views import customer_decision, page_view, replay_view, staff_decision
from services.scoring.application.explore_decision import ExploreDecision
from services.scoring.application.replay_decision import ReplayDecision
from services.scoring.queries.decisions import Page, find_decision, list_decisions, reason_texts
from shared.kernel.authorization import HEAD_OFFICE, Kind, Ownership, Principal
from shared.kernel.errors import IdentityPending, NotFound
from shared.schemas.fields import Id
from shared.web.calls import ReadCall, WriteCall, read_call, write_call
from shared.web.cursor import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE

router: Final = APIRouter(prefix="/v1/decisions", tags=["decisions"])


@router.get("/{decision_id}", operation_id="getDecision")
async def get_decision(decision_id: Id, call: Annotated[ReadCall, Depends(read_call)]) -> dict[str, Any]:
    """One decision. Staff and services see inputs, trace and versions; the customer result and reasons (R23)."""
    async with call.connection() as connection:
        row = await find_decision(connection, decision_id)
        if row is None:
            raise NotFound()
        call.authorize("decision.read", Ownership(row["party_id"], row["outlet_id"]))
        texts = await reason_texts(connection, row)
    return customer_decision(row, texts) if call.principal.kind is Kind.BORROWER else staff_decision(row, texts)


@router.get("", operation_id="listDecisions")
async def get_decisions(
    request: Request,
    call: Annotated[ReadCall, Depends(read_call)],
    application_id: Annotated[Id | None, Query()] = None,
    page_size: Annotated[int, Query(ge=1)] = DEFAULT_PAGE_SIZE,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> dict[str, Any]:
    """Decisions the caller may see, newest first, at most 200 a page."""
    call.authorize("decision.read")
    cursors, listing = request.app.state.runtime.cursors, f"decisions:{application_id}:{call.principal.key}"
    after = cursors.decode(cursor, listing=listing)
    size = min(page_size, MAX_PAGE_SIZE)
    page = Page(size, application_id, _outlets(call.principal), _party(call.principal), after[0] if after else None)
    async with call.connection() as connection:
        rows = await list_decisions(connection, page)
        shown = rows[:size]
        items = [customer_decision(row, await reason_texts(connection, row)) for row in shown]
    following = cursors.encode([shown[-1]["decision_id"]], listing=listing) if len(rows) > size else None
    return page_view(items, following)


@router.post("", operation_id="exploreDecision")
async def explore(body: ExploreBody, call: Annotated[WriteCall, Depends(write_call)]) -> Response:
    """What would be decided now with other amounts, terms or facts. Nothing is kept or told; staff and services only."""
    command = ExploreDecision(body.application_id, body.amount_fen, body.term_months, body.facts)
    return await call.execute(command, view=lambda answer: answer)


@router.post("/{decision_id}/replay", operation_id="replayDecision")
async def replay(decision_id: Id, _: EmptyBody, call: Annotated[WriteCall, Depends(write_call)]) -> Response:
    """Decides the stored case again with the versions of that time and compares answer and digest."""
    return await call.execute(ReplayDecision(decision_id), view=replay_view)


def _outlets(principal: Principal) -> frozenset[str] | None:
    """The outlets whose decisions staff may see; None for no restriction by outlet."""
    return None if principal.kind is not Kind.STAFF or HEAD_OFFICE in principal.outlets else principal.outlets


def _party(principal: Principal) -> str | None:
    """A borrower sees his own; raises IdentityPending while his party is unknown here."""
    if principal.kind is not Kind.BORROWER:
        return None
    if principal.party_id is None:
        raise IdentityPending()
    return principal.party_id
