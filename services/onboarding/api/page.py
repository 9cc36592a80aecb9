"""Lists by signed cursor: at most 200 rows a page, newest first."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from shared.web.cursor import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Cursors

Row = TypeVar("Row")


class PageQuery(BaseModel):
    """Query parameters of every list; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page_size: Annotated[int, Field(ge=1)] = DEFAULT_PAGE_SIZE
    cursor: Annotated[str, Field(max_length=500)] | None = None

    @property
    def limit(self) -> int:
        """Rows of this page; a larger wish is cut."""
        return min(self.page_size, MAX_PAGE_SIZE)


def read_cursor(request: Request, query: PageQuery, listing: str) -> str | None:
    """The id to continue after; raises CursorInvalid."""
    last = _cursors(request).decode(query.cursor, listing=listing)
    return None if last is None else str(last[0])


def page(
    request: Request,
    rows: Sequence[Row],
    *,
    listing: str,
    limit: int,
    key: Callable[[Row], str],
    view: Callable[[Row], Any],
) -> dict[str, Any]:
    """`{items, next_cursor}`; `rows` holds one more than the page when there is another."""
    shown = rows[:limit]
    more = len(rows) > limit
    next_cursor = _cursors(request).encode([key(shown[-1])], listing=listing) if more else None
    return {"items": [view(row) for row in shown], "next_cursor": next_cursor}


def _cursors(request: Request) -> Cursors:
    cursors: Cursors = request.app.state.runtime.cursors
    return cursors
