"""A party as credit knows it."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Party:
    """Codes and a masked name; no personal data."""

    party_id: str
    party_type: str
    segment: str
    division_code: str
    outlet_id: str
    masked_name: str
    birth_year: int
