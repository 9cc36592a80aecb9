"""Governed artefacts in Postgres. A document is parsed once per digest, and only if digest and signature agree."""
from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.adapters.tables import artefact_step, artefact_version
from services.scoring.application.ports import InForce
from services.scoring.domain.artefact import sha256_of
from services.scoring.domain.artefact_version import (
    ArtefactTampered,
    ArtefactVersion,
    Kind,
    NoArtefactInForce,
    Role,
    State,
    Step,
)
from services.scoring.domain.models.card import Card
from services.scoring.domain.models.card_document import parse_card
from services.scoring.domain.policy import Policy, parse_policy
from shared.db.crypto import KeyedHash
from shared.kernel.errors import NotFound

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('artefact:' || :kind || ':' || :name, 0))")
_MOST_PARSED: Final = 64
_V = artefact_version.c

Parsed = TypeVar("Parsed", Card, Policy)


class ParsedArtefacts:
    """Parsed cards and policies of this process by digest; the oldest leaves when it is full."""

    def __init__(self) -> None:
        self._by_digest: dict[str, Card | Policy] = {}

    def get(self, sha256: str) -> Card | Policy | None:
        """The parsed artefact of a digest that was verified before."""
        return self._by_digest.get(sha256)

    def put(self, sha256: str, parsed: Card | Policy) -> None:
        """Keeps at most 64."""
        if len(self._by_digest) >= _MOST_PARSED:
            self._by_digest.pop(next(iter(self._by_digest)))
        self._by_digest[sha256] = parsed


class PostgresArtefacts:
    """`application.ports.Artefacts`."""

    def __init__(self, connection: AsyncConnection, signer: KeyedHash, parsed: ParsedArtefacts) -> None:
        self._connection = connection
        self._signer = signer
        self._parsed = parsed

    async def lock(self, kind: Kind, name: str) -> None:
        await self._connection.execute(_LOCK, {"kind": kind.value, "name": name})

    async def last_version(self, kind: Kind, name: str) -> int:
        query = select(func.coalesce(func.max(_V.version), 0)).where(_V.kind == kind.value, _V.name == name)
        return int((await self._connection.execute(query)).scalar_one())

    async def is_empty(self) -> bool:
        return (await self._connection.execute(select(_V.version).limit(1))).first() is None

    async def add(self, version: ArtefactVersion, at: datetime) -> None:
        row = {
            **_key(version),
            "document": version.document,
            "sha256": version.sha256,
            "signature": self._signature(version.kind.value, version.name, version.version, version.sha256),
            "state": version.state.value,
            "created_at": at,
            "activated_at": at if version.state is State.ACTIVE else None,
        }
        await self._connection.execute(artefact_version.insert().values(row))
        for step in version.steps:
            await self._add_step(version, step, at)

    async def get(self, kind: Kind, name: str, version: int) -> ArtefactVersion:
        row = (await self._connection.execute(_select(kind, name).where(_V.version == version))).mappings().first()
        if row is None:
            raise NotFound()
        return await self._version(row)

    async def active(self, kind: Kind, name: str) -> ArtefactVersion | None:
        row = (await self._connection.execute(_select(kind, name).where(_V.state == State.ACTIVE.value))).mappings().first()
        return None if row is None else await self._version(row)

    async def save(self, version: ArtefactVersion, at: datetime) -> None:
        """Writes the state and the step taken last."""
        changes: dict[str, Any] = {"state": version.state.value}
        if version.state is State.ACTIVE:
            changes["activated_at"] = at
        where = (_V.kind == version.kind.value, _V.name == version.name, _V.version == version.version)
        await self._connection.execute(update(artefact_version).where(*where).values(changes))
        if version.state in (State.VALIDATED, State.APPROVED):
            await self._add_step(version, version.steps[-1], at)

    async def card_in_force(self, name: str) -> InForce[Card]:
        return await self._in_force(Kind.MODEL, name, Card, parse_card)

    async def policy_in_force(self, name: str) -> InForce[Policy]:
        return await self._in_force(Kind.POLICY, name, Policy, parse_policy)

    async def card(self, name: str, version: int) -> InForce[Card]:
        return self._parse(await self.get(Kind.MODEL, name, version), Card, parse_card)

    async def policy(self, name: str, version: int) -> InForce[Policy]:
        return self._parse(await self.get(Kind.POLICY, name, version), Policy, parse_policy)

    async def _in_force(self, kind: Kind, name: str, wanted: type[Parsed], parse: Callable[[object], Parsed]) -> InForce[Parsed]:
        query = select(_V.version, _V.sha256).where(_V.kind == kind.value, _V.name == name, _V.state == State.ACTIVE.value)
        row = (await self._connection.execute(query)).first()
        if row is None:
            raise NoArtefactInForce(name=name)
        known = self._parsed.get(row.sha256)
        if isinstance(known, wanted):
            return InForce(known, row.version, row.sha256)
        return self._parse(await self.get(kind, name, row.version), wanted, parse)

    def _parse(self, version: ArtefactVersion, wanted: type[Parsed], parse: Callable[[object], Parsed]) -> InForce[Parsed]:
        known = self._parsed.get(version.sha256)
        parsed = known if isinstance(known, wanted) else parse(version.document)
        self._parsed.put(version.sha256, parsed)
        return InForce(parsed, version.version, version.sha256)

    async def _version(self, row: Mapping[Any, Any]) -> ArtefactVersion:
        signature = self._signature(row["kind"], row["name"], row["version"], row["sha256"])
        if sha256_of(row["document"]) != row["sha256"] or not hmac.compare_digest(signature, bytes(row["signature"])):
            raise ArtefactTampered(name=row["name"], version=row["version"])
        return ArtefactVersion(
            kind=Kind(row["kind"]),
            name=row["name"],
            version=row["version"],
            document=row["document"],
            sha256=row["sha256"],
            state=State(row["state"]),
            steps=await self._steps(row),
        )

    async def _steps(self, row: Mapping[Any, Any]) -> tuple[Step, ...]:
        columns = artefact_step.c
        query = (
            select(columns.role, columns.person, columns.comment)
            .where(columns.kind == row["kind"], columns.name == row["name"], columns.version == row["version"])
            .order_by(columns.taken_at, columns.role)
        )
        found = await self._connection.execute(query)
        return tuple(Step(Role(step.role), step.person, step.comment) for step in found)

    async def _add_step(self, version: ArtefactVersion, step: Step, at: datetime) -> None:
        row = {**_key(version), "role": step.role.value, "person": step.person, "comment": step.comment, "taken_at": at}
        await self._connection.execute(artefact_step.insert().values(row))

    def _signature(self, kind: str, name: str, version: int, sha256: str) -> bytes:
        return self._signer.digest("artefact", f"{kind}/{name}/{version}/{sha256}")


def _select(kind: Kind, name: str) -> Any:
    return select(artefact_version).where(_V.kind == kind.value, _V.name == name)


def _key(version: ArtefactVersion) -> dict[str, Any]:
    return {"kind": version.kind.value, "name": version.name, "version": version.version}
