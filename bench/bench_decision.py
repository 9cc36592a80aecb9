"""What a decision costs in process, as ratios to the bare card: `make bench-decision` (scoring.md 8.8).

Measured on the 1,000 real applicants: the card alone; the whole decision; the decision with its record and
digest, as it is stored. Targets: at most 0.5 ms at p99 and 15 times the bare card.
"""
from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from services.scoring.domain.case import Case
from services.scoring.domain.decision import decide, decision_sha256
from tests.unit.scoring.samples import real_cases, shipped_card, shipped_policy

ROUNDS: Final = 10
TARGET_P99_MS: Final = 0.5
TARGET_RATIO: Final = 15


def main() -> None:
    """Prints p50 and p99 of each step and their ratio to the bare card."""
    card, policy, cases = shipped_card(), shipped_policy(), real_cases()

    def score(case: Case) -> object:
        return card.evaluate(case.card_facts)

    def whole(case: Case) -> object:
        return decide(case, card, policy)

    def stored(case: Case) -> object:
        return decision_sha256(case, decide(case, card, policy), model_sha256="m", policy_sha256="p")

    steps = {"bare card": score, "whole decision": whole, "decision, record, digest": stored}
    times = {name: _times(step, cases) for name, step in steps.items()}
    floor = _percentile(times["bare card"], 50)
    print(f"{'step':30} {'p50 us':>8} {'p99 us':>8} {'ratio p50':>10}")
    for name, measured in times.items():
        p50, p99 = _percentile(measured, 50), _percentile(measured, 99)
        print(f"{name:30} {p50 * 1e6:8.1f} {p99 * 1e6:8.1f} {p50 / floor:10.1f}")
    whole_path = times["decision, record, digest"]
    worst, ratio = _percentile(whole_path, 99) * 1000, _percentile(whole_path, 50) / floor
    print(f"p99 {worst:.3f} ms, target {TARGET_P99_MS}: {'met' if worst <= TARGET_P99_MS else 'MISSED'}")
    print(f"ratio {ratio:.1f}, target {TARGET_RATIO}: {'met' if ratio <= TARGET_RATIO else 'MISSED'}")


def _times(step: Callable[[Case], object], cases: tuple[Case, ...]) -> list[float]:
    measured = []
    for _ in range(ROUNDS):
        for case in cases:
            started = time.perf_counter()
            step(case)
            measured.append(time.perf_counter() - started)
    return sorted(measured)


def _percentile(measured: list[float], percent: int) -> float:
    return measured[len(measured) * percent // 100]


if __name__ == "__main__":
    main()
