"""The work list, one case, its process record."""
from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic_core import to_json

from services.collections.api.bodies import CaseQuery, PageQuery, PathId
from services.collections.api.views import case_view, history_view
from services.collections.domain.stage import Stage
from services.collections.queries.cases import CaseFilter, find_case, list_cases, list_history, read_today
from shared.kernel.authorization import HEAD_OFFICE, Kind, Ownership, Principal
from shared.kernel.errors import IdentityPending, NotFound
from shared.web.calls import ReadCall, read_call, version_tag

router = APIRouter(tags=["cases"])


@router.get("/v1/cases", operation_id="listCases")
async def read_work_list(query: Annotated[CaseQuery, Query()], call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """Cases the caller may see, the longest overdue first: staff those of their outlets, borrowers their own."""
    call.authorize("read-cases")
    wanted = _visible(call.principal, query)
    cursors = call.request.app.state.runtime.cursors
    listing = f"cases:{call.principal.key}:{query.status}:{query.stage}:{query.collector}"
    after = cursors.decode(query.cursor, listing=listing)
    async with call.connection() as connection:
        today = await read_today(connection)
        position = (date.fromisoformat(after[0]), after[1]) if after else None
        rows = await list_cases(connection, wanted, after=position, limit=query.limit + 1)
    shown = rows[: query.limit]
    has_more = len(rows) > len(shown)
    last = [shown[-1].earliest_unpaid_due_date.isoformat(), str(shown[-1].case_id)] if has_more else []
    return {
        "items": [case_view(row, today) for row in shown],
        "next_cursor": cursors.encode(last, listing=listing) if has_more else None,
    }


@router.get("/v1/cases/{case_id}", operation_id="getCase")
async def read_case(case_id: PathId, call: ReadCall = Depends(read_call)) -> Response:
    """One case with its latest promise and the next action of its strategy; the ETag is for decisions about it."""
    async with call.connection() as connection:
        row = await find_case(connection, case_id)
        if row is None:
            raise NotFound()
        call.authorize("read-cases", Ownership(str(row.party_id), row.outlet_id))
        today = await read_today(connection)
    return Response(
        to_json(case_view(row, today)), headers=version_tag(row.version), media_type="application/json"
    )


@router.get("/v1/cases/{case_id}/history", operation_id="listCaseHistory")
async def read_history(
    case_id: PathId, query: Annotated[PageQuery, Query()], call: ReadCall = Depends(read_call)
) -> dict[str, Any]:
    """The process record, oldest first: complete, append-only, kept at least five years (R37)."""
    cursors = call.request.app.state.runtime.cursors
    listing = f"history:{case_id}"
    after = cursors.decode(query.cursor, listing=listing)
    async with call.connection() as connection:
        row = await find_case(connection, case_id)
        if row is None:
            raise NotFound()
        call.authorize("read-history", Ownership(str(row.party_id), row.outlet_id))
        rows = await list_history(connection, case_id, after=after[0] if after else None, limit=query.limit + 1)
    shown = rows[: query.limit]
    has_more = len(rows) > len(shown)
    return {
        "items": [history_view(entry) for entry in shown],
        "next_cursor": cursors.encode([str(shown[-1].history_id)], listing=listing) if has_more else None,
    }


def _visible(principal: Principal, query: CaseQuery) -> CaseFilter:
    if principal.kind is Kind.BORROWER and principal.party_id is None:
        raise IdentityPending()
    sees_all = principal.kind is Kind.SERVICE or HEAD_OFFICE in principal.outlets
    is_staff = principal.kind is Kind.STAFF and not sees_all
    return CaseFilter(
        status=query.status,
        stage=Stage[query.stage] if query.stage else None,
        collector=query.collector,
        party_id=principal.party_id if principal.kind is Kind.BORROWER else None,
        outlets=sorted(principal.outlets) if is_staff else None,
    )
