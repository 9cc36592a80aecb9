"""What callers send."""
from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field, StringConstraints

from services.partners.domain.endpoint import WebhookType
from services.partners.domain.partner import PartnerType
from services.partners.domain.target import MAX_URL_LENGTH
from shared.schemas.fields import UUID_PATTERN, Code, Text
from shared.web.body import RequestBody
from shared.web.cursor import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE

PathId = Annotated[str, Path(pattern=UUID_PATTERN)]


class PageQuery(RequestBody):
    """Paging of every list; a size above the largest is the largest."""

    page_size: int = Field(default=DEFAULT_PAGE_SIZE, ge=1)
    cursor: str | None = Field(default=None, max_length=500)

    @property
    def limit(self) -> int:
        """Rows of one page."""
        return min(self.page_size, MAX_PAGE_SIZE)


class PartnerQuery(PageQuery):
    """Filters of the registry."""

    status: Literal["LISTED", "SUSPENDED", "REMOVED"] | None = None


class DeliveryQuery(PageQuery):
    """Filters of the delivery log."""

    status: Literal["PENDING", "DELIVERED", "FAILED"] | None = None


class PartnerBody(RequestBody):
    """A firm to deal with, and the products of whose loans it may be told."""

    name: Text
    partner_type: PartnerType
    product_codes: Annotated[tuple[Code, ...], Field(min_length=1, max_length=50)]


class EndpointBody(RequestBody):
    """Where to send what."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=MAX_URL_LENGTH)]
    types: Annotated[tuple[WebhookType, ...], Field(min_length=1, max_length=len(WebhookType))]
