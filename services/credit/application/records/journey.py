"""Which journey an effect belongs to, where one transaction serves several."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Journey:
    """What its events carry: the correlation of the customer's request and what caused them."""

    correlation_id: str
    causation_id: str | None = None
