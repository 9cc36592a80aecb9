"""People and their behaviour as rows."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, CollectionAggregate, Row, Text, any_, cast, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.sandbox.adapters.rows import insert_rows, row_of
from services.sandbox.adapters.tables import account, conduct, person
from services.sandbox.application.commands import NewPerson
from services.sandbox.application.ports import KnownPerson
from services.sandbox.domain.behaviour import Behaviour, BehaviourKind, Lapse, Reaction
from services.sandbox.domain.person import Person
from services.sandbox.domain.records import BureauRecord

_REGISTER_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('people'))")


class SqlPeople:
    """The population register."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock_register(self) -> None:
        """One registration at a time, so that conflicts are seen and named."""
        await self._connection.execute(_REGISTER_LOCK)

    async def known_by(self, people: Sequence[Person]) -> list[KnownPerson]:
        """Whoever already has a subject, identity number or card of these."""
        taken = or_(
            person.c.subject == _any_of([one.subject for one in people]),
            person.c.id_number == _any_of([one.id_number for one in people]),
            person.c.card_number == _any_of([one.card_number for one in people]),
        )
        return [known_person(row) for row in await self._connection.execute(select(person).where(taken))]

    async def add(self, people: Sequence[NewPerson], now: datetime) -> list[KnownPerson]:
        """Adds people in the given order; each gets the next customer number."""
        if not people:
            return []
        numbers = await self._connection.execute(
            select(func.nextval("customer_number")).select_from(func.generate_series(1, len(people)).alias())
        )
        customer_nos = [f"C{number:09d}" for number in numbers.scalars()]
        rows = [_row(new.person, customer_no, now) for new, customer_no in zip(people, customer_nos, strict=True)]
        await insert_rows(self._connection, person, rows)
        await self._connection.execute(insert(conduct), [{"subject": new.person.subject} for new in people])
        return [KnownPerson(new.person, number) for new, number in zip(people, customer_nos, strict=True)]

    async def by_subject(self, subject: str) -> KnownPerson | None:
        """The person of a sign-in."""
        row = (await self._connection.execute(select(person).where(person.c.subject == subject))).one_or_none()
        return known_person(row) if row else None

    async def by_account(self, account_no: str) -> KnownPerson | None:
        """The holder of an account."""
        statement = select(person).join(account, account.c.customer_no == person.c.customer_no)
        row = (await self._connection.execute(statement.where(account.c.account_no == account_no))).one_or_none()
        return known_person(row) if row else None

    async def change_behaviour(self, subject: str, behaviour: Behaviour) -> None:
        """Sets the behaviour and forgets the present lapse."""
        fresh = {"lapse": 0, "lapsed_on": None, "promised_for": None, "part_paid": False}
        await self._connection.execute(
            update(person).where(person.c.subject == subject).values(behaviour=behaviour_document(behaviour))
        )
        await self._connection.execute(update(conduct).where(conduct.c.subject == subject).values(**fresh))


def known_person(row: Row[Any]) -> KnownPerson:
    """A person of his row."""
    found = Person(
        subject=row.subject,
        name=row.name,
        id_number=row.id_number,
        phone=row.phone,
        card_number=row.card_number,
        division_code=row.division_code,
        employer=row.employer,
        behaviour=behaviour_of(row.behaviour),
        bureau=BureauRecord(**row.bureau),
    )
    return KnownPerson(found, row.customer_no)


def behaviour_document(behaviour: Behaviour) -> dict[str, Any]:
    """A behaviour as it is stored."""
    script = [row_of(lapse) for lapse in behaviour.script]
    return {"kind": behaviour.kind.value, "seed": behaviour.seed, "script": script}


def behaviour_of(document: dict[str, Any]) -> Behaviour:
    """A stored behaviour."""
    script = tuple(Lapse(**{**lapse, "reaction": Reaction(lapse["reaction"])}) for lapse in document["script"])
    return Behaviour(BehaviourKind(document["kind"]), document["seed"], script)


def _any_of(values: list[str]) -> CollectionAggregate[Any]:
    return any_(cast(values, ARRAY(Text)))


def _row(one: Person, customer_no: str, now: datetime) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "customer_no": customer_no,
        "name": one.name,
        "id_number": one.id_number,
        "phone": one.phone,
        "card_number": one.card_number,
        "division_code": one.division_code,
        "employer": one.employer,
        "behaviour": behaviour_document(one.behaviour),
        "bureau": row_of(one.bureau),
        "created_at": now,
    }
