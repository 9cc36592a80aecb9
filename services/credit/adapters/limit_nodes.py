"""Nodes of the limit tree: locked from root to leaf by (depth, id), written back by id (architecture.md rule 9)."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.domain.limit_tree import LimitNode, NodeKind, NodeStatus, Path
from shared.kernel.errors import NotFound

_COLUMNS: Final = (
    "n.id::text, n.kind, n.total_fen, n.used_fen, n.reserved_fen, n.frozen_fen, n.status, n.is_revolving, n.depth"
)
LOCK_LINE: Final = f"""
SELECT {_COLUMNS} FROM limit_node n
WHERE n.id = ANY ((SELECT limit_path FROM credit_line WHERE id = $1::uuid)::uuid[])
ORDER BY n.depth, n.id FOR UPDATE OF n
"""  # noqa: S608  composed of constants of this module
LOCK_DRAWDOWNS: Final = f"""
SELECT {_COLUMNS} FROM limit_node n
WHERE n.id IN (SELECT unnest(l.limit_path) FROM drawdown d JOIN credit_line l ON l.id = d.line_id WHERE d.id = ANY ($1::uuid[]))
ORDER BY n.depth, n.id FOR UPDATE OF n
"""  # noqa: S608  composed of constants of this module
LOCK_LOAN: Final = f"""
SELECT {_COLUMNS} FROM limit_node n
WHERE n.id = ANY ((SELECT l.limit_path FROM loan o JOIN credit_line l ON l.id = o.line_id WHERE o.id = $1::uuid)::uuid[])
ORDER BY n.depth, n.id FOR UPDATE OF n
"""  # noqa: S608  composed of constants of this module
_SAVE: Final = """
UPDATE limit_node n SET used_fen = c.used_fen, reserved_fen = c.reserved_fen
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS c(id, used_fen, reserved_fen) WHERE n.id = c.id
"""


async def lock_path(connection: AsyncConnection, statement: str, object_id: str) -> Path:
    """The path of a line, drawdown or loan, root first, locked. Raises NotFound."""
    rows = (await connection.exec_driver_sql(statement, (object_id,))).all()
    if not rows:
        raise NotFound()
    return tuple(node_of(row) for row in rows)


async def save_nodes(connection: AsyncConnection, path: Path) -> None:
    """Writes used and reserved of locked nodes."""
    await connection.exec_driver_sql(_SAVE, node_arrays(path))


def node_arrays(nodes: Iterable[LimitNode]) -> tuple[list[str], list[int], list[int]]:
    """Ids, used and reserved, as the statements that write nodes take them."""
    kept = tuple(nodes)
    return [node.node_id for node in kept], [node.used_fen for node in kept], [node.reserved_fen for node in kept]


def node_of(row: Any) -> LimitNode:
    """The node of a row of `_COLUMNS`."""
    return LimitNode(
        node_id=row[0],
        kind=NodeKind(row[1]),
        total_fen=row[2],
        used_fen=row[3],
        reserved_fen=row[4],
        frozen_fen=row[5],
        status=NodeStatus(row[6]),
        is_revolving=row[7],
    )
