"""The limit tree (额度体系, domain.md 2.1.5, A3, E21): a drawdown passes every node from root to leaf.

Nodes are locked in that order by the caller; the rules here are checked under the lock (architecture.md rule 9).
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from services.credit.domain.errors import LimitExceeded, LimitMismatch, LineFrozen, LineNotActive


class NodeKind(Enum):
    """What a node caps."""

    GROUP = "GROUP"
    PARTY = "PARTY"
    LINE = "LINE"
    SUB_LIMIT = "SUB_LIMIT"
    PROGRAMME = "PROGRAMME"


class NodeStatus(Enum):
    """FROZEN leaves nothing available, whatever is repaid; a partial freeze is `frozen_fen`."""

    ACTIVE = "ACTIVE"
    FROZEN = "FROZEN"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class LimitNode:
    """One ceiling, amounts in fen. Non-revolving: `used_fen` is all principal ever drawn."""

    node_id: str
    kind: NodeKind
    total_fen: int
    used_fen: int = 0
    reserved_fen: int = 0
    frozen_fen: int = 0
    status: NodeStatus = NodeStatus.ACTIVE
    is_revolving: bool = True

    @property
    def available_fen(self) -> int:
        """total − used − reserved − frozen, never below 0; 0 unless ACTIVE."""
        if self.status is not NodeStatus.ACTIVE:
            return 0
        return max(self.total_fen - self.used_fen - self.reserved_fen - self.frozen_fen, 0)


Path = tuple[LimitNode, ...]
"""Nodes from root to leaf."""


def reserve(path: Sequence[LimitNode], amount_fen: int) -> Path:
    """Holds the amount on every node. Raises LineNotActive, LineFrozen or LimitExceeded; then nothing is held."""
    return _on_every(path, lambda node: _reserved(node, amount_fen))


def commit(path: Sequence[LimitNode], amount_fen: int) -> Path:
    """Paid out: what was reserved is used. Raises LimitMismatch."""
    return _on_every(path, lambda node: replace(release_node(node, amount_fen), used_fen=node.used_fen + amount_fen))


def release(path: Sequence[LimitNode], amount_fen: int) -> Path:
    """Not paid out: what was reserved is free again. Raises LimitMismatch."""
    return _on_every(path, lambda node: release_node(node, amount_fen))


def repay(path: Sequence[LimitNode], principal_fen: int) -> Path:
    """Principal came back: revolving nodes regain it, the others do not. Raises LimitMismatch."""
    return _on_every(path, lambda node: _repaid(node, principal_fen))


def freeze_unused(node: LimitNode) -> LimitNode:
    """Blocks exactly what is unused now (冻结); a later repayment frees what it repays. For all of it set FROZEN."""
    return replace(node, frozen_fen=max(node.total_fen - node.used_fen - node.reserved_fen, 0))


def unfreeze(node: LimitNode) -> LimitNode:
    """Lifts a partial freeze and the status."""
    return replace(node, frozen_fen=0, status=NodeStatus.ACTIVE)


def with_total(node: LimitNode, total_fen: int) -> LimitNode:
    """A changed ceiling; cut below what is used it leaves nothing available and takes nothing back."""
    return replace(node, total_fen=total_fen)


def release_node(node: LimitNode, amount_fen: int) -> LimitNode:
    """One node without the reservation. Raises LimitMismatch when less is reserved."""
    if amount_fen > node.reserved_fen:
        raise LimitMismatch(kind=node.kind.value, reserved_fen=node.reserved_fen, amount_fen=amount_fen)
    return replace(node, reserved_fen=node.reserved_fen - amount_fen)


def _reserved(node: LimitNode, amount_fen: int) -> LimitNode:
    if node.status is NodeStatus.CLOSED:
        raise LineNotActive(kind=node.kind.value)
    if node.status is NodeStatus.FROZEN:
        raise LineFrozen(kind=node.kind.value)
    if amount_fen > node.available_fen:
        raise LimitExceeded(kind=node.kind.value, available_fen=node.available_fen, amount_fen=amount_fen)
    return replace(node, reserved_fen=node.reserved_fen + amount_fen)


def _repaid(node: LimitNode, principal_fen: int) -> LimitNode:
    if principal_fen > node.used_fen:
        raise LimitMismatch(kind=node.kind.value, used_fen=node.used_fen, amount_fen=principal_fen)
    return replace(node, used_fen=node.used_fen - principal_fen) if node.is_revolving else node


def _on_every(path: Sequence[LimitNode], change: Callable[[LimitNode], LimitNode]) -> Path:
    if not path:
        raise ValueError("a path has at least its leaf")
    return tuple(change(node) for node in path)
