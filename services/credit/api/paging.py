"""Lists by signed cursor, and who sees what of them."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from services.credit.adapters.row import Row
from services.credit.api.bodies import PageQuery
from services.credit.queries.listing import Page, Visible
from shared.kernel.authorization import HEAD_OFFICE, Kind, Principal
from shared.kernel.errors import IdentityPending
from shared.web.calls import ReadCall
from shared.web.cursor import Cursors

View = Callable[[Row], dict[str, Any]]


def visible_to(principal: Principal) -> Visible:
    """Borrowers see their own, staff their outlets', head office and services all. Raises IdentityPending."""
    if principal.kind is Kind.BORROWER:
        if principal.party_id is None:
            raise IdentityPending()
        return Visible(party_id=principal.party_id)
    if principal.kind is Kind.STAFF and HEAD_OFFICE not in principal.outlets:
        return Visible(outlets=sorted(principal.outlets))
    return Visible()


def page_of(call: ReadCall, query: PageQuery, listing: str) -> Page:
    """Where this page starts; it asks for one row more than it shows. Raises CursorInvalid."""
    after = _cursors(call).decode(query.cursor, listing=listing)
    return Page(limit=query.limit + 1, after=str(after[0]) if after else None)


def page_view(
    call: ReadCall, query: PageQuery, rows: Sequence[Row], *, listing: str, view: View
) -> dict[str, Any]:
    """`{items, next_cursor}`."""
    shown = rows[: query.limit]
    has_more = len(rows) > len(shown)
    next_cursor = _cursors(call).encode([str(shown[-1]["id"])], listing=listing) if has_more else None
    return {"items": [view(row) for row in shown], "next_cursor": next_cursor}


def _cursors(call: ReadCall) -> Cursors:
    cursors: Cursors = call.request.app.state.runtime.cursors
    return cursors
