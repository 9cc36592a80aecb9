"""Two lists of amounts by key, compared; every difference is kept with both amounts (对账)."""
from __future__ import annotations

from collections.abc import Mapping

from services.credit.application.end_of_day.records import Reconciliation


def compare(kind: str, ours: Mapping[str, int], theirs: Mapping[str, int]) -> Reconciliation:
    """What stands on one side only counts as 0 on the other. Amounts in fen."""
    keys = sorted(ours.keys() | theirs.keys())
    differences: tuple[Mapping[str, str | int], ...] = tuple(
        {"key": key, "ours_fen": ours.get(key, 0), "theirs_fen": theirs.get(key, 0)}
        for key in keys
        if ours.get(key, 0) != theirs.get(key, 0)
    )
    return Reconciliation(kind, len(keys), differences)
