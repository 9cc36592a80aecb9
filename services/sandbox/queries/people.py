"""Who lives in the demo world, and what the operator sent them."""
from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.sandbox.adapters.people import known_person
from services.sandbox.adapters.tables import conduct, mandate, person, text_message
from services.sandbox.domain.person import Person

LOGIN_PAGE_PEOPLE = 50
MESSAGES = 100


async def person_by_id_number(connection: AsyncConnection, id_number: str) -> Person | None:
    """The person of an identity number."""
    row = (await connection.execute(select(person).where(person.c.id_number == id_number))).one_or_none()
    return known_person(row).person if row else None


async def is_person(connection: AsyncConnection, subject: str) -> bool:
    """Whether somebody signs in by that subject."""
    return bool((await connection.execute(select(exists().where(person.c.subject == subject)))).scalar_one())


async def people_for_login(connection: AsyncConnection) -> list[tuple[str, str]]:
    """Subject and name of the last people who entered, newest first."""
    rows = await connection.execute(
        select(person.c.subject, person.c.name).order_by(person.c.customer_no.desc()).limit(LOGIN_PAGE_PEOPLE)
    )
    return [(row.subject, row.name) for row in rows]


async def life_of(connection: AsyncConnection, subject: str) -> dict[str, Any] | None:
    """Customer number, behaviour, conduct and mandates of a person; for those who steer the world, never for the bank."""
    statement = select(person, conduct).join(conduct, conduct.c.subject == person.c.subject).where(person.c.subject == subject)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    mandates = await connection.execute(
        select(mandate.c.mandate_id).where(mandate.c.customer_no == row.customer_no).order_by(mandate.c.created_at)
    )
    return {
        "subject": row.subject,
        "customer_no": row.customer_no,
        "behaviour": row.behaviour,
        "conduct": {name: getattr(row, name) for name in ("payments", "paid_on", "lapse", "lapsed_on", "promised_for", "contacts")},
        "mandate_ids": list(mandates.scalars()),
    }


async def messages_to(connection: AsyncConnection, recipient: str) -> list[dict[str, Any]]:
    """The last messages to a phone or reference, newest first."""
    rows = await connection.execute(
        select(text_message)
        .where(text_message.c.recipient == recipient)
        .order_by(text_message.c.sent_at.desc(), text_message.c.message_key)
        .limit(MESSAGES)
    )
    return [dict(row) for row in rows.mappings()]
