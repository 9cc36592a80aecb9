"""Decisions as staff, the customer and other services read them."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.adapters.tables import artefact_version, decision

_D = decision.c


@dataclass(frozen=True, slots=True)
class Page:
    """How many rows, of which application or outlets, after which decision. No outlets means all."""

    size: int
    application_id: str | None
    outlets: frozenset[str] | None
    party_id: str | None
    after: str | None


async def find_decision(connection: AsyncConnection, decision_id: str) -> Mapping[Any, Any] | None:
    """The whole row, None if there is none."""
    return (await connection.execute(select(decision).where(_D.decision_id == decision_id))).mappings().first()


async def list_decisions(connection: AsyncConnection, page: Page) -> list[Mapping[Any, Any]]:
    """Newest first, one row more than the page so that the caller knows whether more follow."""
    query: Select[Any] = select(decision).order_by(_D.decision_id.desc()).limit(page.size + 1)
    if page.application_id is not None:
        query = query.where(_D.application_id == page.application_id)
    if page.outlets is not None:
        query = query.where(_D.outlet_id.in_(page.outlets))
    if page.party_id is not None:
        query = query.where(_D.party_id == page.party_id)
    if page.after is not None:
        query = query.where(_D.decision_id < page.after)
    return list((await connection.execute(query)).mappings())


async def reason_texts(connection: AsyncConnection, row: Mapping[Any, Any]) -> dict[str, dict[str, Any]]:
    """The texts that the card and the policy of a decision give their reasons."""
    columns = artefact_version.c
    texts: dict[str, dict[str, Any]] = {}
    for kind, name, version in (("MODEL", row["model"], row["model_version"]), ("POLICY", row["policy"], row["policy_version"])):
        query = select(columns.document["reasons"]).where(columns.kind == kind, columns.name == name, columns.version == version)
        texts |= (await connection.execute(query)).scalar() or {}
    return texts
