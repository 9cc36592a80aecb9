"""How long each phase took, and percentiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from shared.kernel.clock import SystemClock


@dataclass
class Phases:
    """Seconds by phase, in order."""

    seconds: dict[str, float] = field(default_factory=dict)
    clock: SystemClock = field(default_factory=SystemClock)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        started = self.clock.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = self.clock.monotonic() - started


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of the values do not exceed (nearest rank); 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * percent // 100) - 1, 0)]
