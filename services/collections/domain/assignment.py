"""Who gets a new case: whoever has the fewest (the load rule)."""
from __future__ import annotations

from collections.abc import Mapping


def least_loaded(open_cases: Mapping[str, int]) -> str | None:
    """The collector with the fewest open cases, the first by name among equals; None when there is nobody."""
    return min(open_cases, key=lambda collector: (open_cases[collector], collector), default=None)
