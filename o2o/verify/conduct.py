"""What the law asks: contacts within the rules, two persons where two are needed, nothing personal outside the vault."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from o2o.verify.finding import Finding, described, unequal
from o2o.verify.snapshot import Snapshot
from shared.schemas.registry import SUBSCRIPTIONS

_NIGHT = """
SELECT c.contact_id, c.local_time FROM contact c LEFT JOIN debtor d USING (party_id)
WHERE c.state <> 'BLOCKED' AND (c.local_time < '08:00' OR c.local_time >= '22:00')
  AND (d.any_hour_until IS NULL OR d.any_hour_until < c.business_date)
"""
_TOO_OFTEN = """
SELECT party_id, business_date, count(*) FROM contact
WHERE state <> 'BLOCKED' AND result = 'CONNECTED' AND channel IN ('PHONE', 'ROBOT', 'VIDEO')
GROUP BY 1, 2 HAVING count(*) > 3
"""
_UNANSWERED = """
SELECT party_id, business_date, count(*) FROM contact WHERE state <> 'BLOCKED' AND result = 'NO_ANSWER' AND channel IN ('PHONE', 'ROBOT')
GROUP BY 1, 2, phone_reference HAVING count(*) > 6
"""
_PER_CHANNEL = """
SELECT party_id, business_date, channel, count(*) FROM contact
WHERE state <> 'BLOCKED' AND channel IN ('SMS', 'PUSH', 'ROBOT') GROUP BY 1, 2, 3 HAVING count(*) > 2
"""
_VISITS = """
SELECT contact_id, local_time, team FROM contact WHERE state <> 'BLOCKED' AND channel = 'VISIT' AND (local_time >= '20:00' OR team < 2)
"""
_CONTACT_RULES = {
    _NIGHT: "at night",
    _TOO_OFTEN: "too many talks",
    _UNANSWERED: "too many dials",
    _PER_CHANNEL: "too many messages",
    _VISITS: "visit",
}
_ONE_PERSON_PRODUCT = "SELECT code, version FROM product_version WHERE maker = checker"
_ONE_PERSON_PARAMETER = "SELECT code, effective_from FROM reg_param WHERE maker = approver"
_ONE_PERSON_MODEL = """
SELECT kind, name, version FROM artefact_version v WHERE state IN ('ACTIVE', 'RETIRED')
AND (SELECT count(DISTINCT person) FROM artefact_step s WHERE (s.kind, s.name, s.version) = (v.kind, v.name, v.version)) <> 3
"""
_ONE_PERSON_APPLICATION = "SELECT application_id FROM application WHERE decided_by = made_by"
_OVERDUE_PARTIES = "SELECT party_id, sum(overdue_principal_fen + overdue_interest_fen) FROM loan WHERE status = 'OVERDUE' GROUP BY 1"
_LATE_PARTIES = "SELECT party_id, sum(overdue_fen) FROM loan WHERE earliest_unpaid_due_date IS NOT NULL GROUP BY 1"
_OPEN_CASES = "SELECT party_id FROM collection_case WHERE status = 'OPEN'"
_LATE_LONG_ENOUGH = """
SELECT party_id FROM loan WHERE status = 'OVERDUE' AND overdue_principal_fen + overdue_interest_fen >= 1000
AND earliest_unpaid_due_date < (SELECT closed_date FROM business_day)
"""
_DIGITS = re.compile(r"(?<!\d)\d{11,18}[\dX]?(?!\d)")
_SECRETS = "SELECT id_number, phone, card_number, name FROM person"
_TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1
"""
_BYTES = ("SELECT body FROM idempotency", "SELECT value FROM parked_event")


async def contacts_obey(snapshot: Snapshot) -> Finding:
    """R31, R32, R34: the hours, the daily caps on talks, dials and messages, visits by two before eight in the evening."""
    contacts = await snapshot.number("collections", "SELECT count(*) FROM contact")
    wrong: tuple[str, ...] = ()
    for query, what in _CONTACT_RULES.items():
        wrong += described(await snapshot.rows("collections", query), what)
    return Finding({"contacts": contacts}, wrong)


async def two_persons_decided(snapshot: Snapshot) -> Finding:
    """Products and parameters by two, models and policies by three, applications never by who made them."""
    products = await snapshot.number("credit", "SELECT count(*) FROM product_version")
    models = await snapshot.number("scoring", "SELECT count(*) FROM artefact_version")
    applications = await snapshot.number("onboarding", "SELECT count(*) FROM application WHERE decided_by IS NOT NULL")
    wrong = described(await snapshot.rows("credit", _ONE_PERSON_PRODUCT), "product")
    wrong += described(await snapshot.rows("credit", _ONE_PERSON_PARAMETER), "parameter")
    wrong += described(await snapshot.rows("scoring", _ONE_PERSON_MODEL), "artefact")
    wrong += described(await snapshot.rows("onboarding", _ONE_PERSON_APPLICATION), "application")
    return Finding({"products": products, "models and policies": models, "decided applications": applications}, wrong)


async def collections_follow_credit(snapshot: Snapshot) -> Finding:
    """Collections knows exactly the arrears credit has, and an open case for everybody who is late long enough."""
    credit, collections = await snapshot.sums("credit", _OVERDUE_PARTIES), await snapshot.sums("collections", _LATE_PARTIES)
    cases = {str(row[0]) for row in await snapshot.rows("collections", _OPEN_CASES)}
    late = {str(row[0]) for row in await snapshot.rows("credit", _LATE_LONG_ENOUGH)}
    without = tuple(f"{party} is late without a case" for party in late - cases)
    idle = tuple(f"{party} has a case and no arrears" for party in cases - credit.keys())
    loans = await snapshot.number("collections", "SELECT count(*) FROM loan")
    return Finding({"loans followed": loans}, unequal(credit, collections, "arrears of") + without + idle)


async def nothing_personal_leaks(snapshot: Snapshot) -> Finding:
    """No name, identity number, phone or card of anybody can be read in any row of the bank's databases, nor in a log."""
    people = await snapshot.rows("sandbox", _SECRETS)
    numbers = {value for row in people for value in row[:3]}
    names = re.compile("|".join(sorted({row[3] for row in people})) or "(?!)")
    looked, leaks = 0, []
    async for place, texts in _readable(snapshot):
        looked += len(texts)
        leaks += [place for text in texts if names.search(text) or any(run in numbers for run in _DIGITS.findall(text))]
    return Finding({"people": len(people), "texts": looked}, tuple(leaks))


async def _readable(snapshot: Snapshot) -> AsyncIterator[tuple[str, list[str]]]:
    """Every row of every table as text, what is kept as bytes once more in words (sealed fields stay unreadable), every line of a log."""
    for service in SUBSCRIPTIONS:
        for (table,) in await snapshot.rows(service, _TABLES):
            yield f"{service}.{table}", [row[0] for row in await snapshot.rows(service, f'SELECT t::text FROM "{table}" t')]  # noqa: S608
        for query in _BYTES:
            yield service, [bytes(row[0]).decode("utf-8", "replace") for row in await snapshot.rows(service, query)]
    for log in sorted(snapshot.logs.glob("*.log")) if snapshot.logs else ():
        yield f"log {log.name}", log.read_text(encoding="utf-8", errors="replace").splitlines()
