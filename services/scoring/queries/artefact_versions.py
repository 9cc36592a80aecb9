"""Versions of a model or policy with their steps."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.adapters.tables import artefact_step, artefact_version
from services.scoring.domain.artefact_version import Kind

_V, _S = artefact_version.c, artefact_step.c


async def list_versions(
    connection: AsyncConnection, kind: Kind, name: str, *, before: int | None, limit: int
) -> list[Mapping[Any, Any]]:
    """Newest first, without documents."""
    query = (
        select(_V.version, _V.state, _V.sha256, _V.created_at, _V.activated_at)
        .where(_V.kind == kind.value, _V.name == name)
        .order_by(_V.version.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(_V.version < before)
    return list((await connection.execute(query)).mappings())


async def find_version(connection: AsyncConnection, kind: Kind, name: str, version: int) -> dict[str, Any] | None:
    """One version with its document and who took which step."""
    query = select(_V.version, _V.state, _V.sha256, _V.created_at, _V.activated_at, _V.document)
    where = (_V.kind == kind.value, _V.name == name, _V.version == version)
    row = (await connection.execute(query.where(*where))).mappings().first()
    if row is None:
        return None
    steps = (
        select(_S.role, _S.person, _S.comment, _S.taken_at)
        .where(_S.kind == kind.value, _S.name == name, _S.version == version)
        .order_by(_S.taken_at, _S.role)
    )
    return {**row, "steps": [dict(step) for step in (await connection.execute(steps)).mappings()]}
