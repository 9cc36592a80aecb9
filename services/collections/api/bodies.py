"""What callers send."""
from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from services.collections.domain.case import Hold
from services.collections.domain.contact import Channel, PersonRole
from shared.schemas.fields import UUID_PATTERN, AmountFen, BusinessDate, Key
from shared.web.body import RequestBody
from shared.web.cursor import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE

PathId = Annotated[str, Path(pattern=UUID_PATTERN)]
Subject = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9._-]{0,63}$")]
Reference = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_./:-]{0,127}$"),
    Field(description="a name of ours for a recording; never a telephone number"),
]
SpokenResult = Literal["CONNECTED", "NO_ANSWER", "REFUSED"]


class PageQuery(RequestBody):
    """Paging of every list; a size above the largest is the largest."""

    page_size: int = Field(default=DEFAULT_PAGE_SIZE, ge=1)
    cursor: str | None = Field(default=None, max_length=500)

    @property
    def limit(self) -> int:
        """Rows of one page."""
        return min(self.page_size, MAX_PAGE_SIZE)


class CaseQuery(PageQuery):
    """Filters of the work list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: Literal["OPEN", "CLOSED"] | None = None
    stage: Literal["M0", "M1", "M2", "M3", "M4", "M5", "M6", "M7"] | None = None
    collector: Subject | None = None


class ContactBody(RequestBody):
    """A contact about to be made; `result` only when it has been made by outside means in the same breath."""

    channel: Channel
    person_role: PersonRole
    team: Annotated[StrictInt, Field(ge=1, le=20)] = 1
    phone_reference: Key | None = None
    recording_reference: Reference | None = None
    result: SpokenResult | None = None


class ContactResultBody(RequestBody):
    """What came of a reserved contact."""

    result: SpokenResult
    recording_reference: Reference | None = None


class PromiseBody(RequestBody):
    """The debtor's word."""

    amount_fen: AmountFen
    due_date: BusinessDate


class HoldBody(RequestBody):
    """Why dunning stops."""

    hold: Hold


class AssignmentBody(RequestBody):
    """Who takes the case."""

    collector: Subject


class CollectorBody(RequestBody):
    """Whether somebody takes cases of an outlet."""

    outlet_id: Key
    active: StrictBool = True


class DisclosureBody(RequestBody):
    """What the name and number are needed for."""

    reason: Literal["CONTACT", "VISIT", "COMPLAINT"]
