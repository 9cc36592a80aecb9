"""What a list shows to whom, and where a page goes on."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visible:
    """None means any: `outlets` limits staff to theirs, `party_id` borrowers to themselves."""

    party_id: str | None = None
    outlets: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows after `after` (an id, newest first), at most `limit`."""

    limit: int
    after: str | None = None
