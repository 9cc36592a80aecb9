"""States follow the allowed steps only; an illegal step is refused, never ignored (domain.md 2.1.2)."""
from __future__ import annotations

from enum import Enum
from itertools import pairwise

import pytest

from services.credit.domain.errors import TransitionRefused
from services.credit.domain.lifecycle import ALLOWED, CostSheetStatus, DrawdownStatus, LineStatus, LoanStatus, require_transition

STATES: list[Enum] = [*LineStatus, *DrawdownStatus, *LoanStatus, *CostSheetStatus]


def test_every_state_says_what_may_follow_within_its_own_kind() -> None:
    assert set(ALLOWED) == set(STATES)
    assert all(type(target) is type(state) for state, targets in ALLOWED.items() for target in targets)


@pytest.mark.parametrize("current", STATES)
def test_every_step_is_allowed_or_refused_by_name(current: Enum) -> None:
    for target in type(current):
        if target in ALLOWED[current]:
            assert require_transition(current, target) is target  # type: ignore[type-var]
        else:
            with pytest.raises(TransitionRefused):
                require_transition(current, target)  # type: ignore[type-var]


def test_the_road_of_a_drawdown() -> None:
    road = [DrawdownStatus.REQUESTED, DrawdownStatus.RESERVED, DrawdownStatus.DISBURSING, DrawdownStatus.DISBURSED]
    for current, target in pairwise(road):
        require_transition(current, target)
        require_transition(current, DrawdownStatus.FAILED)
    with pytest.raises(TransitionRefused) as refused:
        require_transition(DrawdownStatus.DISBURSED, DrawdownStatus.FAILED)
    assert refused.value.facts == {"current": "DISBURSED", "target": "FAILED"}
