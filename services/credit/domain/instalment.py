"""A contractual instalment: what falls due when. What was paid on it is `instalment_account`."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Instalment:
    """Amounts in fen. Interest is earned over the half-open period [period_start, period_end)."""

    seq: int
    due_date: date
    principal_fen: int
    interest_fen: int
    period_start: date
    period_end: date
