"""Buckets of thirty days past due (domain.md 2.8.1)."""
from __future__ import annotations

from enum import Enum
from typing import Final

DAYS_PER_STAGE: Final = 30


class Stage(Enum):
    """M0 is current, M1 1-30 days, and so on; M7 is everything beyond 180 days (M7+)."""

    M0 = 0
    M1 = 1
    M2 = 2
    M3 = 3
    M4 = 4
    M5 = 5
    M6 = 6
    M7 = 7


def stage_for(days_past_due: int) -> Stage:
    """The stage of a number of days past due; every number has exactly one."""
    if days_past_due <= 0:
        return Stage.M0
    return Stage(min((days_past_due + DAYS_PER_STAGE - 1) // DAYS_PER_STAGE, Stage.M7.value))
