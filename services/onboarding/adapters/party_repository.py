"""Parties in Postgres: what may be seen of a customer."""
from __future__ import annotations

from sqlalchemy import RowMapping, Select, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.onboarding.adapters.tables import PARTY, PLATFORM
from services.onboarding.domain.party import MaskedData, Party, PartyType, Segment
from shared.kernel.errors import NotFound


class SqlParties:
    """Port `Parties`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, party: Party) -> None:
        await self._connection.execute(
            insert(PARTY).values(
                party_id=party.party_id,
                party_type=party.party_type.value,
                segment=party.segment.value,
                masked_name=party.masked.name,
                masked_id_number=party.masked.id_number,
                masked_phone=party.masked.phone,
                masked_card_number=party.masked.card_number,
                birth_year=party.birth_year,
                division_code=party.division_code,
                trade_code=party.trade_code,
                outlet_id=party.outlet_id,
                channel_code=party.channel_code,
                registered_on=party.registered_on,
                card_unconfirmed=party.card_unconfirmed,
            )
        )

    async def get(self, party_id: str) -> Party:
        return await self._one(select(PARTY).where(PARTY.c.party_id == party_id))

    async def get_for_update(self, party_id: str) -> Party:
        return await self._one(select(PARTY).where(PARTY.c.party_id == party_id).with_for_update(key_share=True))

    async def save(self, party: Party) -> None:
        await self._connection.execute(
            update(PARTY).where(PARTY.c.party_id == party.party_id).values(last_settled_on=party.last_settled_on)
        )

    async def link_subject(self, *, issuer: str, subject: str, party_id: str) -> bool:
        statement = (
            upsert(PLATFORM.party_subject)
            .values(issuer=issuer, subject=subject, party_id=party_id)
            .on_conflict_do_nothing()
            .returning(PLATFORM.party_subject.c.party_id)
        )
        return (await self._connection.execute(statement)).one_or_none() is not None

    async def _one(self, query: Select[tuple[object, ...]]) -> Party:
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFound()
        return to_party(row)


def to_party(row: RowMapping) -> Party:
    """The party of a row."""
    return Party(
        party_id=row["party_id"],
        party_type=PartyType(row["party_type"]),
        segment=Segment(row["segment"]),
        masked=MaskedData(
            name=row["masked_name"],
            id_number=row["masked_id_number"],
            phone=row["masked_phone"],
            card_number=row["masked_card_number"],
        ),
        birth_year=row["birth_year"],
        division_code=row["division_code"],
        trade_code=row["trade_code"],
        outlet_id=row["outlet_id"],
        channel_code=row["channel_code"],
        registered_on=row["registered_on"],
        card_unconfirmed=row["card_unconfirmed"],
        last_settled_on=row["last_settled_on"],
    )
