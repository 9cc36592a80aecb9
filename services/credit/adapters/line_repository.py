"""Credit lines, their contracts and their place in the limit tree."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.limit_nodes import LOCK_LINE, lock_path
from services.credit.adapters.row import Row
from services.credit.adapters.tables import contract as contract_table
from services.credit.adapters.tables import credit_line, limit_node, product_version
from services.credit.application.records.credit_line import Contract, ContractStatus, CreditLine, SealedHolder
from services.credit.domain.lifecycle import LineStatus
from services.credit.domain.limit_tree import NodeStatus, Path
from shared.kernel.errors import NotFound

_L, _C, _P = credit_line.c, contract_table.c, product_version.c
_LIVING = (LineStatus.ACTIVE.value, LineStatus.FROZEN.value)
_NODE_STATUS = {LineStatus.ACTIVE: NodeStatus.ACTIVE, LineStatus.FROZEN: NodeStatus.FROZEN}


class PostgresLines:
    """`application.ports.Lines`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, line: CreditLine, path: Path, contract: Contract, at: datetime) -> None:
        """A new line; nodes of the path that exist already are left as they are."""
        nodes = [
            {
                "id": node.node_id,
                "kind": node.kind.value,
                "depth": depth,
                "parent_id": path[depth - 1].node_id if depth else None,
                "party_id": line.party_id,
                "total_fen": node.total_fen,
                "status": node.status.value,
                "is_revolving": node.is_revolving,
            }
            for depth, node in enumerate(path)
        ]
        await self._connection.execute(insert(limit_node).values(nodes).on_conflict_do_nothing())
        await self._connection.execute(insert(credit_line).values({**_line_row(line), "created_at": at}))
        await self._connection.execute(
            insert(contract_table).values({**_contract_row(contract), "kind": "LINE", "created_at": at})
        )

    async def get(self, line_id: str) -> CreditLine:
        """Raises NotFound."""
        row = (await self._connection.execute(select(credit_line).where(_L.id == line_id))).mappings().first()
        if row is None:
            raise NotFound()
        return line_of(row)

    async def lock(self, line_id: str) -> CreditLine:
        """The line, read after its limit nodes were locked from root to leaf. Raises NotFound."""
        await lock_path(self._connection, LOCK_LINE, line_id)
        return await self.get(line_id)

    async def of_application(self, application_id: str) -> CreditLine | None:
        """The line an application led to."""
        query = select(credit_line).where(_L.application_id == application_id)
        row = (await self._connection.execute(query)).mappings().first()
        return None if row is None else line_of(row)

    async def online_consumer_fen(self, party_id: str) -> int:
        """Sum of what the party's living online consumer lines approved."""
        query = (
            select(func.coalesce(func.sum(_L.approved_fen), 0))
            .join_from(credit_line, product_version)
            .where(_L.party_id == party_id, _L.status.in_(_LIVING), _P.consumer, _P.online)
        )
        return int((await self._connection.execute(query)).scalar_one())

    async def frozen_of(self, party_id: str, reason: str) -> Sequence[str]:
        """Ids of the party's lines frozen for a reason."""
        query = (
            select(_L.id)
            .where(_L.party_id == party_id, _L.status == LineStatus.FROZEN.value, _L.status_reason == reason)
            .order_by(_L.id)
        )
        return list((await self._connection.execute(query)).scalars())

    async def save(self, line: CreditLine) -> None:
        """Status, reason and period; the line's limit node follows its status."""
        await self._connection.execute(
            update(credit_line)
            .where(_L.id == line.line_id)
            .values(
                status=line.status.value,
                status_reason=line.status_reason,
                start_date=line.start_date,
                end_date=line.end_date,
                version=_L.version + 1,
            )
        )
        status = _NODE_STATUS.get(line.status, NodeStatus.CLOSED)
        await self._connection.execute(
            update(limit_node).where(limit_node.c.id == line.line_id).values(status=status.value)
        )

    async def contract(self, contract_id: str) -> Contract:
        """Raises NotFound."""
        row = (await self._connection.execute(select(contract_table).where(_C.id == contract_id))).mappings().first()
        if row is None:
            raise NotFound()
        return contract_of(row)

    async def save_contract(self, contract: Contract) -> None:
        """Signature, mandate and sealed particulars."""
        values = _contract_row(contract)
        await self._connection.execute(update(contract_table).where(_C.id == values.pop("id")).values(values))


def line_of(row: Row) -> CreditLine:
    """The line of a row."""
    return CreditLine(
        line_id=str(row["id"]),
        party_id=str(row["party_id"]),
        outlet_id=row["outlet_id"],
        application_id=str(row["application_id"]),
        decision_id=str(row["decision_id"]),
        product_code=row["product_code"],
        product_version=row["product_version"],
        purpose_code=row["purpose_code"],
        approved_fen=row["approved_fen"],
        annual_rate=row["annual_rate"].normalize(),
        term_months=row["term_months"],
        limit_path=tuple(str(node_id) for node_id in row["limit_path"]),
        status=LineStatus(row["status"]),
        sign_by=row["sign_by"],
        start_date=row["start_date"],
        end_date=row["end_date"],
        status_reason=row["status_reason"],
        version=row["version"],
    )


def contract_of(row: Row) -> Contract:
    """The contract of a row; the signer's particulars stay sealed."""
    sealed = (row["holder_name"], row["holder_id_number"], row["holder_card_number"])
    return Contract(
        contract_id=str(row["id"]),
        line_id=str(row["line_id"]),
        party_id=str(row["party_id"]),
        outlet_id=row["outlet_id"],
        document=row["document"],
        document_hash=row["document_hash"],
        status=ContractStatus(row["status"]),
        method=row["method"],
        signed_at=row["signed_at"],
        mandate_id=row["mandate_id"],
        holder=SealedHolder(*sealed) if all(sealed) else None,
    )


def _line_row(line: CreditLine) -> dict[str, Any]:
    values = asdict(line)
    line_id = values.pop("line_id")
    return {**values, "id": line_id, "status": line.status.value, "limit_path": list(line.limit_path)}


def _contract_row(contract: Contract) -> dict[str, Any]:
    holder = contract.holder
    return {
        "id": contract.contract_id,
        "line_id": contract.line_id,
        "party_id": contract.party_id,
        "outlet_id": contract.outlet_id,
        "document": contract.document,
        "document_hash": contract.document_hash,
        "status": contract.status.value,
        "method": contract.method,
        "signed_at": contract.signed_at,
        "mandate_id": contract.mandate_id,
        "holder_name": holder.name if holder else None,
        "holder_id_number": holder.id_number if holder else None,
        "holder_card_number": holder.card_number if holder else None,
    }
