"""A drawdown passes every node from root to leaf (domain.md 2.1.5, A3; invariant 2.3.14 no. 3)."""
from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.credit.domain.errors import LimitExceeded, LimitMismatch, LineFrozen, LineNotActive
from services.credit.domain.limit_tree import (
    LimitNode,
    NodeKind,
    NodeStatus,
    Path,
    commit,
    freeze_unused,
    release,
    repay,
    reserve,
    with_total,
)
from shared.kernel.errors import DomainError
from tests.unit.credit.domain.histories import deterministic


def _path(party: int = 1_000, line: int = 600, *, is_revolving: bool = True) -> Path:
    return (
        LimitNode("party", NodeKind.PARTY, total_fen=party),
        LimitNode("line", NodeKind.LINE, total_fen=line, is_revolving=is_revolving),
    )


def test_every_node_on_the_path_holds_the_reservation() -> None:
    assert [node.reserved_fen for node in reserve(_path(), 600)] == [600, 600]


@pytest.mark.parametrize(("path", "kind"), [(_path(party=500), "PARTY"), (_path(line=500), "LINE")])
def test_the_tightest_node_refuses_and_says_what_is_left(path: Path, kind: str) -> None:
    with pytest.raises(LimitExceeded) as refused:
        reserve(path, 501)
    assert refused.value.facts == {"kind": kind, "available_fen": 500, "amount_fen": 501}
    assert [node.reserved_fen for node in reserve(path, 500)] == [500, 500]


def test_a_frozen_node_has_nothing_available_whatever_is_repaid() -> None:
    used = commit(reserve(_path(), 600), 600)
    frozen = (used[0], replace(used[1], status=NodeStatus.FROZEN))
    repaid = repay(frozen, 600)
    assert [node.available_fen for node in repaid] == [1_000, 0]
    with pytest.raises(LineFrozen):
        reserve(repaid, 1)


def test_a_partial_freeze_blocks_an_amount_and_repayment_frees_the_rest() -> None:
    party, line = commit(reserve(_path(), 200), 200)
    repaid = repay((party, freeze_unused(line)), 150)
    assert repaid[1].available_fen == 150


def test_a_closed_node_refuses() -> None:
    party, line = _path()
    with pytest.raises(LineNotActive):
        reserve((party, replace(line, status=NodeStatus.CLOSED)), 1)


def test_a_line_that_does_not_revolve_regains_nothing() -> None:
    drawn = commit(reserve(_path(is_revolving=False), 600), 600)
    party, line = repay(drawn, 600)
    assert (party.available_fen, line.available_fen, line.used_fen) == (1_000, 0, 600)


def test_a_total_cut_below_what_is_used_leaves_nothing_available() -> None:
    _, line = commit(reserve(_path(), 600), 600)
    assert with_total(line, 100).available_fen == 0


@pytest.mark.parametrize("step", [commit, release, repay])
def test_more_than_the_books_hold_is_refused(step: object) -> None:
    with pytest.raises(LimitMismatch):
        step(_path(), 1)  # type: ignore[operator]


@deterministic
@given(st.lists(st.tuples(st.sampled_from([reserve, commit, release, repay]), st.integers(1, 700)), max_size=40))
def test_used_and_reserved_never_pass_the_total_and_equal_what_is_outstanding(steps: list[tuple[object, int]]) -> None:
    path, reserved, outstanding = _path(), 0, 0
    for step, amount in steps:
        try:
            path = step(path, amount)  # type: ignore[operator]
        except DomainError:
            continue
        reserved += amount if step is reserve else -amount if step in (commit, release) else 0
        outstanding += amount if step is commit else -amount if step is repay else 0
        assert [(node.reserved_fen, node.used_fen) for node in path] == [(reserved, outstanding)] * 2
        assert all(node.used_fen + node.reserved_fen <= node.total_fen for node in path)
        assert min(reserved, outstanding) >= 0
