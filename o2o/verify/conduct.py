"""What the law asks: contacts within the rules, two persons where two are needed, nothing personal outside the vault."""

from __future__ import annotations

import re
from pathlib import Path

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
_ONE_PERSON_PRODUCT = "SELECT code, version FROM product_version WHERE maker = checker"
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
_SECRETS = "SELECT id_number, phone, card_number FROM person"
_TEXTS = {
    "outbox": "SELECT payload::text FROM outbox",
    "parked_event": "SELECT encode(value, 'escape') FROM parked_event",
    "due_command": "SELECT payload::text FROM due_command",
    "idempotency": "SELECT encode(body, 'escape') FROM idempotency",
}


async def contacts_obey(snapshot: Snapshot) -> Finding:
    """No contact at night without agreement, at most three talks a debtor and six unanswered dials a number a day."""
    contacts = await snapshot.number("collections", "SELECT count(*) FROM contact")
    night = described(await snapshot.rows("collections", _NIGHT), "at night")
    often = described(await snapshot.rows("collections", _TOO_OFTEN), "too often")
    return Finding({"contacts": contacts}, night + often + described(await snapshot.rows("collections", _UNANSWERED), "unanswered"))


async def two_persons_decided(snapshot: Snapshot) -> Finding:
    """Products by two, models and policies by three, applications never by who made them."""
    products = await snapshot.number("credit", "SELECT count(*) FROM product_version")
    models = await snapshot.number("scoring", "SELECT count(*) FROM artefact_version")
    applications = await snapshot.number("onboarding", "SELECT count(*) FROM application WHERE decided_by IS NOT NULL")
    wrong = described(await snapshot.rows("credit", _ONE_PERSON_PRODUCT), "product")
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
    """No identity number, phone or card of anybody stands in an event, a stored answer, due work or a log."""
    secrets = {value for row in await snapshot.rows("sandbox", _SECRETS) for value in row}
    looked, leaks = 0, []
    for service in SUBSCRIPTIONS:
        for table, query in _TEXTS.items():
            for row in await snapshot.rows(service, query):
                looked += 1
                leaks += [f"{service}.{table}"] if _holds(row[0], secrets) else []
    for log in _logs(snapshot.logs):
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            looked += 1
            leaks += [f"log {log.name}"] if _holds(line, secrets) else []
    return Finding({"people": len(secrets) // 3, "texts": looked}, tuple(leaks))


def _logs(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("*.log")) if folder else []


def _holds(text: str, secrets: set[str]) -> bool:
    """Whether a run of digits in the text is one of the secrets; ids and amounts are other runs."""
    return any(run in secrets for run in _DIGITS.findall(text))
