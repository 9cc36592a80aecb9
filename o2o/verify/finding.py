"""What an invariant found: how much it compared and every difference it met."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from o2o.verify.snapshot import Snapshot

SHOWN_DIFFERENCES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """`compared` says of what and how many; nothing compared is a failure, for then nothing was proved."""

    compared: dict[str, int]
    differences: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.differences and bool(self.compared) and all(self.compared.values())

    @property
    def summary(self) -> str:
        counts = ", ".join(f"{number:,} {what}" for what, number in self.compared.items())
        if not self.differences:
            return counts
        shown = "; ".join(self.differences[:SHOWN_DIFFERENCES])
        return f"{counts} — {len(self.differences)} differences: {shown}"


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that must hold of the whole platform whenever it is at rest."""

    id: str
    zh: str
    en: str
    check: Callable[[Snapshot], Awaitable[Finding]]


def unequal(left: dict[str, int], right: dict[str, int], what: str) -> tuple[str, ...]:
    """Differences of two sums by key."""
    keys = sorted(left.keys() | right.keys())
    return tuple(f"{what} {key}: {left.get(key, 0)} ≠ {right.get(key, 0)}" for key in keys if left.get(key, 0) != right.get(key, 0))


def described(rows: Sequence[Any], what: str) -> tuple[str, ...]:
    """One difference a row of a query that looks for what must not be."""
    return tuple(f"{what} {' '.join(str(value) for value in row)}" for row in rows)
