"""The vault: AES-256-GCM per field, keyed hashes to search by, a row for every access (R28)."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.onboarding.adapters.tables import PARTY_VAULT, VAULT_ACCESS
from services.onboarding.application.ports import VaultAccess
from services.onboarding.domain.party import PersonalData, PersonalField
from shared.db.crypto import FieldCipher, KeyedHash
from shared.kernel.errors import NotFound

_SEALED: Final = (PersonalField.NAME, PersonalField.ID_NUMBER, PersonalField.PHONE, PersonalField.CARD_NUMBER)
_SEARCHABLE: Final = (PersonalField.ID_NUMBER, PersonalField.PHONE, PersonalField.CARD_NUMBER)
_MAX_FOUND: Final = 50


class SqlVault:
    """Port `Vault`."""

    def __init__(self, connection: AsyncConnection, cipher: FieldCipher, keyed_hash: KeyedHash) -> None:
        self._connection = connection
        self._cipher = cipher
        self._hash = keyed_hash

    async def seal(self, party_id: str, data: PersonalData) -> bool:
        values: dict[str, object] = {"party_id": party_id}
        for item in _SEALED:
            values[item.value] = self._cipher.encrypt(getattr(data, item.value), place=_place(item, party_id))
        for item in _SEARCHABLE:
            values[f"{item.value}_hash"] = self._hash.digest(item.value, getattr(data, item.value))
        statement = (
            upsert(PARTY_VAULT)
            .values(**values)
            .on_conflict_do_nothing(index_elements=["id_number_hash"])
            .returning(PARTY_VAULT.c.party_id)
        )
        return (await self._connection.execute(statement)).one_or_none() is not None

    async def open(self, party_id: str, fields: Iterable[PersonalField]) -> Mapping[PersonalField, str]:
        wanted = [item for item in fields if item in _SEALED]
        query = select(PARTY_VAULT).where(PARTY_VAULT.c.party_id == party_id)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFound()
        return {item: self._cipher.decrypt(row[item.value], place=_place(item, party_id)) for item in wanted}

    async def find(self, item: PersonalField, value: str) -> tuple[str, ...]:
        column = PARTY_VAULT.c[f"{item.value}_hash"]
        query = (
            select(PARTY_VAULT.c.party_id)
            .where(column == self._hash.digest(item.value, value))
            .order_by(PARTY_VAULT.c.party_id)
            .limit(_MAX_FOUND)
        )
        return tuple(row.party_id for row in await self._connection.execute(query))

    async def record(self, access: VaultAccess) -> None:
        await self._connection.execute(
            insert(VAULT_ACCESS).values(
                access_id=access.access_id,
                party_id=access.party_id,
                actor=access.actor,
                action=access.action,
                ground=access.ground,
                fields=[item.value for item in access.fields],
                at=access.at,
                correlation_id=access.correlation_id,
            )
        )

    async def count(self, party_id: str, action: str, *, since: datetime) -> int:
        query = select(func.count()).where(
            VAULT_ACCESS.c.party_id == party_id, VAULT_ACCESS.c.action == action, VAULT_ACCESS.c.at > since
        )
        return int((await self._connection.execute(query)).scalar_one())


def _place(item: PersonalField, party_id: str) -> str:
    return f"party_vault:{item.value}:{party_id}"
