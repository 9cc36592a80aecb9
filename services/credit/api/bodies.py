"""What callers send."""
from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.credit.application.records.payout import PayoutStatus
from services.credit.domain.lifecycle import LineStatus, LoanStatus
from services.credit.domain.product import RepaymentMethod
from shared.schemas.fields import UUID_PATTERN, AmountFen, BusinessDate, Code, Id, TermMonths
from shared.web.body import RequestBody
from shared.web.cursor import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE

PathId = Annotated[str, Path(pattern=UUID_PATTERN)]
PathCode = Annotated[str, Path(pattern=r"^[A-Z][A-Z0-9_]{0,39}$")]
PathVersion = Annotated[int, Path(ge=1, le=10**6)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Field(description="SHA-256, hexadecimal")]


class PageQuery(BaseModel):
    """Paging of every list; a size above the largest is the largest, unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page_size: Annotated[int, Field(ge=1)] = DEFAULT_PAGE_SIZE
    cursor: Annotated[str, Field(max_length=500)] | None = None

    @property
    def limit(self) -> int:
        """Rows of one page."""
        return min(self.page_size, MAX_PAGE_SIZE)


class LineQuery(PageQuery):
    """Filters of the lines."""

    status: LineStatus | None = None
    application_id: Id | None = None


class LoanQuery(PageQuery):
    """Filters of the loans."""

    status: LoanStatus | None = None
    line_id: Id | None = None


class PayoffQuery(BaseModel):
    """The day to quote for; the business date when not given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: BusinessDate | None = None


class SignatureBody(RequestBody):
    """What is signed, how, and that the registered account is used."""

    document_hash: Sha256
    method: Literal["SMS_CODE", "E_SIGN"]
    account: Literal["registered"]


class CostSheetBody(RequestBody):
    """The terms to cost."""

    line_id: Id
    amount_fen: AmountFen
    term_months: TermMonths
    method: RepaymentMethod


class ConfirmationBody(RequestBody):
    """What was read, and where."""

    hash: Sha256
    channel: Code = "APP"


class DrawdownBody(RequestBody):
    """The terms of the confirmed sheet, and what the money is for."""

    amount_fen: AmountFen
    term_months: TermMonths
    method: RepaymentMethod
    purpose_code: Code
    cost_sheet_id: Id


class RepaymentBody(RequestBody):
    """An amount to be debited from the registered account."""

    amount_fen: AmountFen
    kind: Literal["DUE", "PREPAYMENT", "PAYOFF"]


class CallbackBody(BaseModel):
    """The core bank's answer to a pay-out; fields it may add later are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    request_no: Annotated[str, StringConstraints(pattern=r"^PO[0-9a-f]{32}$")]
    status: PayoutStatus
    reason: Code | None = None
