"""Contacts in Postgres: the guard's counts come from the contacts themselves, under the case's lock."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.collections.domain.contact import Channel, ContactResult, ContactState, PersonRole
from services.collections.domain.contact_attempt import ContactAttempt
from services.collections.domain.contact_guard import ContactsToday, Rule, Standing

_COLUMNS = """contact_id, case_id, party_id, channel, person_role, business_date, local_time, made_by, team,
phone_reference, recording_reference, state, result, rule_id"""

_FIND = text(f"SELECT {_COLUMNS} FROM contact WHERE contact_id = :contact_id")  # noqa: S608
_ADD = text(f"""
INSERT INTO contact ({_COLUMNS}, reserved_at)
VALUES (:contact_id, :case_id, :party_id, :channel, :person_role, :business_date, :local_time, :made_by, :team,
        :phone_reference, :recording_reference, :state, :result, :rule_id, :reserved_at)
""")  # noqa: S608
_SAVE = text("""
UPDATE contact SET state = :state, result = :result, recording_reference = :recording_reference
WHERE contact_id = :contact_id
""")
_TODAY = text("""
SELECT count(*) FILTER (WHERE is_voice AND (state = 'RESERVED' OR result <> 'NO_ANSWER')) AS connected,
       count(*) FILTER (WHERE is_voice AND (state = 'RESERVED' OR result = 'NO_ANSWER')
                          AND (person_role = :person_role OR phone_reference = :phone_reference)) AS unanswered,
       count(*) FILTER (WHERE channel = :channel) AS in_channel
FROM (SELECT *, channel = ANY(CAST(:voice AS text[])) AS is_voice FROM contact
      WHERE party_id = :party_id AND business_date = :business_date AND state IN ('RESERVED', 'DONE')) AS today
""")
_STANDING = text("""
WITH open_promise AS (SELECT made_at FROM promise WHERE case_id = :case_id AND status = 'OPEN'),
     calls AS (SELECT business_date, reserved_at, result FROM contact
               WHERE party_id = :party_id AND person_role = 'DEBTOR' AND state = 'DONE'
                 AND channel = ANY(CAST(:voice AS text[]))),
     in_vain AS (SELECT business_date FROM calls WHERE result = 'NO_ANSWER' AND reserved_at > coalesce(
                     (SELECT max(reserved_at) FROM calls WHERE result <> 'NO_ANSWER'), '-infinity'))
SELECT EXISTS (SELECT FROM open_promise) AS has_open_promise,
       (SELECT count(*) FROM contact WHERE party_id = :party_id AND state IN ('RESERVED', 'DONE')
           AND reserved_at > (SELECT made_at FROM open_promise)) AS contacts_since_promise,
       coalesce((SELECT any_hour_until >= :business_date FROM debtor WHERE party_id = :party_id), false) AS any_hour,
       (SELECT count(*) FROM in_vain) AS tries_in_vain,
       (SELECT count(DISTINCT business_date) FROM in_vain) AS days_in_vain,
       EXISTS (SELECT FROM contact WHERE party_id = :party_id AND person_role = 'LISTED_CONTACT'
                  AND result = 'REFUSED') AS listed_contact_refused
""")
_UNREPORTED = text(f"""
SELECT {_COLUMNS} FROM contact
WHERE state = 'RESERVED' AND business_date < :on AND channel <> ALL(CAST(:messages AS text[])) ORDER BY contact_id
""")  # noqa: S608
_VOICE = [channel.value for channel in Channel if channel.is_voice]
_MESSAGES = [channel.value for channel in Channel if channel.is_message]


@dataclass(frozen=True, slots=True)
class PostgresContacts:
    """Repository of one transaction."""

    connection: AsyncConnection
    now: datetime

    async def find(self, contact_id: str) -> ContactAttempt | None:
        row = (await self.connection.execute(_FIND, {"contact_id": contact_id})).one_or_none()
        return None if row is None else _attempt(row)

    async def add(self, attempt: ContactAttempt) -> None:
        await self.connection.execute(
            _ADD,
            {
                "contact_id": attempt.contact_id,
                "case_id": attempt.case_id,
                "party_id": attempt.party_id,
                "channel": attempt.channel.value,
                "person_role": attempt.person_role.value,
                "business_date": attempt.business_date,
                "local_time": attempt.local_time,
                "made_by": attempt.made_by,
                "team": attempt.team,
                "phone_reference": attempt.phone_reference,
                "rule_id": attempt.rule.value if attempt.rule else None,
                "reserved_at": self.now,
                **_changing(attempt),
            },
        )

    async def save(self, attempt: ContactAttempt) -> None:
        await self.connection.execute(_SAVE, {"contact_id": attempt.contact_id, **_changing(attempt)})

    async def today(self, attempt: ContactAttempt) -> ContactsToday:
        row = (
            await self.connection.execute(
                _TODAY,
                {
                    "party_id": attempt.party_id,
                    "business_date": attempt.business_date,
                    "person_role": attempt.person_role.value,
                    "phone_reference": attempt.phone_reference,
                    "channel": attempt.channel.value,
                    "voice": _VOICE,
                },
            )
        ).one()
        return ContactsToday(connected=row.connected, unanswered=row.unanswered, in_channel=row.in_channel)

    async def standing(self, attempt: ContactAttempt) -> Standing:
        row = (
            await self.connection.execute(
                _STANDING,
                {
                    "case_id": attempt.case_id,
                    "party_id": attempt.party_id,
                    "business_date": attempt.business_date,
                    "voice": _VOICE,
                },
            )
        ).one()
        return Standing(
            has_open_promise=row.has_open_promise,
            contacts_since_promise=row.contacts_since_promise,
            agreed_to_any_hour=row.any_hour,
            tries_in_vain=row.tries_in_vain,
            days_in_vain=row.days_in_vain,
            listed_contact_refused=row.listed_contact_refused,
        )

    async def unreported_before(self, on: date) -> Sequence[ContactAttempt]:
        rows = await self.connection.execute(_UNREPORTED, {"on": on, "messages": _MESSAGES})
        return [_attempt(row) for row in rows]


def _changing(attempt: ContactAttempt) -> dict[str, Any]:
    return {
        "state": attempt.state.value,
        "result": attempt.result.value if attempt.result else None,
        "recording_reference": attempt.recording_reference,
    }


def _attempt(row: Row[Any]) -> ContactAttempt:
    return ContactAttempt(
        contact_id=str(row.contact_id),
        case_id=str(row.case_id),
        party_id=str(row.party_id),
        channel=Channel(row.channel),
        person_role=PersonRole(row.person_role),
        business_date=row.business_date,
        local_time=row.local_time,
        made_by=row.made_by,
        team=row.team,
        phone_reference=row.phone_reference,
        recording_reference=row.recording_reference,
        state=ContactState(row.state),
        result=ContactResult(row.result) if row.result else None,
        rule=Rule(row.rule_id) if row.rule_id else None,
    )
