"""Base of request models: unknown fields are refused, so nothing can be smuggled in."""
from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class RequestBody(BaseModel):
    """Field types come from `shared.schemas.fields`; they are strict one by one."""

    model_config = ConfigDict(extra="forbid", frozen=True)
