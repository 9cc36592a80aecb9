"""A cost sheet as shown to a customer: the sheet, when it was shown and when it was confirmed."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.credit.domain.cost_sheet import CostSheet
from services.credit.domain.lifecycle import CostSheetStatus


@dataclass(frozen=True, slots=True)
class PresentedSheet:
    """`expires_on` is the first business date on which it can no longer be used."""

    sheet_id: str
    line_id: str
    party_id: str
    outlet_id: str
    sheet: CostSheet
    sheet_hash: str
    status: CostSheetStatus
    min_read_seconds: int
    presented_at: datetime
    expires_on: date
    confirmed_at: datetime | None = None
