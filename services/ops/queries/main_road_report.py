"""What the archived events of a period add up to, for the report of the main road."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ops.domain.wording import Language, Wording

_PERIOD = """(CAST(:since AS timestamptz) IS NULL OR occurred_at >= :since)
  AND (CAST(:until AS timestamptz) IS NULL OR occurred_at < :until)"""


def _period(sql: str) -> TextClause:
    instant = TIMESTAMP(timezone=True)
    since, until = bindparam("since", type_=instant), bindparam("until", type_=instant)
    return text(sql.replace("PERIOD", _PERIOD)).bindparams(since, until)


_TYPES = _period("""
SELECT type, count(*) AS events, count(DISTINCT party_id) AS parties, min(occurred_at) AS first_at, max(occurred_at) AS last_at
FROM event_log WHERE PERIOD GROUP BY type ORDER BY type
""")
_SPAN = _period("""
SELECT count(*) AS events, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
       min(business_date) AS first_date, max(business_date) AS last_date
FROM event_log WHERE PERIOD
""")
# Clock from submission to decision to cash (F022). The machine's answer is DecisionMade; the bank's answer is the
# approval or refusal, by policy or by a person; cash is the first loan under the application's line.
_SECONDS = _period("""
WITH submitted AS (
  SELECT subject AS application_id, occurred_at, business_date FROM event_log
  WHERE type = 'o2o.onboarding.ApplicationSubmitted.v1' AND PERIOD
), answer AS (
  SELECT payload->>'application_id' AS application_id,
         min(occurred_at) FILTER (WHERE type = 'o2o.scoring.DecisionMade.v1') AS decided_at,
         min(occurred_at) FILTER (WHERE type <> 'o2o.scoring.DecisionMade.v1') AS answered_at,
         min(business_date) FILTER (WHERE type <> 'o2o.scoring.DecisionMade.v1') AS answered_date
  FROM event_log
  WHERE type IN ('o2o.scoring.DecisionMade.v1', 'o2o.onboarding.ApplicationApproved.v1', 'o2o.onboarding.ApplicationDeclined.v1')
  GROUP BY 1
), cash AS (
  SELECT line.payload->>'application_id' AS application_id, min(loan.occurred_at) AS paid_at
  FROM event_log AS line JOIN event_log AS loan
    ON loan.type = 'o2o.credit.LoanDisbursed.v1' AND loan.payload->>'line_id' = line.subject
  WHERE line.type = 'o2o.credit.CreditLineActivated.v1' GROUP BY 1
), waited AS (
  SELECT CAST(extract(epoch FROM decided_at - submitted.occurred_at) AS numeric(12, 3)) AS to_decision,
         CAST(extract(epoch FROM answered_at - submitted.occurred_at) AS numeric(12, 3)) AS to_answer,
         CAST(extract(epoch FROM paid_at - submitted.occurred_at) AS numeric(12, 3)) AS to_cash,
         answered_date = business_date AS same_day
  FROM submitted JOIN answer USING (application_id) LEFT JOIN cash USING (application_id)
)
SELECT count(to_decision) AS decided, count(to_answer) AS answered, count(*) FILTER (WHERE same_day) AS answered_same_day,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY to_decision) AS decision_median,
       percentile_disc(0.95) WITHIN GROUP (ORDER BY to_decision) AS decision_p95, max(to_decision) AS decision_max,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY to_answer) AS answer_median, count(to_cash) AS paid_out,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY to_cash) AS cash_median,
       percentile_disc(0.95) WITHIN GROUP (ORDER BY to_cash) AS cash_p95
FROM waited
""")
_REFUSALS = _period("""
SELECT reason AS code, count(*) AS applications
FROM event_log CROSS JOIN LATERAL jsonb_array_elements_text(payload->'reasons') AS reason
WHERE type = 'o2o.onboarding.ApplicationDeclined.v1' AND PERIOD
GROUP BY reason ORDER BY count(*) DESC, reason
""")
_BLOCKED = _period("""
SELECT payload->>'rule_id' AS code, count(*) AS contacts
FROM event_log WHERE type = 'o2o.collections.ContactBlocked.v1' AND PERIOD
GROUP BY 1 ORDER BY count(*) DESC, 1
""")
# A contact that took place between 22:00 and 08:00 broke R31; the guard's own events are the witness.
_NIGHT_CONTACTS = _period("""
SELECT count(*) FROM (
  SELECT substring(payload->>'local_time' FROM '[0-9]{2}:[0-9]{2}') AS local_time
  FROM event_log WHERE type = 'o2o.collections.ContactAttempted.v1' AND PERIOD
) AS contact WHERE local_time < '08:00' OR local_time >= '22:00'
""")
_OUTCOMES = _period("""
SELECT payload->>'outcome' AS code, count(*) AS cases
FROM event_log WHERE type = 'o2o.collections.CaseClosed.v1' AND PERIOD
GROUP BY 1 ORDER BY count(*) DESC, 1
""")
_FUNNEL = {
    "scanned": "o2o.onboarding.OnboardingSessionOpened.v1",
    "registered": "o2o.onboarding.PartyRegistered.v1",
    "consented": "o2o.onboarding.ConsentGranted.v1",
    "identified": "o2o.onboarding.IdentityVerified.v1",
    "applied": "o2o.onboarding.ApplicationSubmitted.v1",
    "referred": "o2o.onboarding.ApplicationReferred.v1",
    "approved": "o2o.onboarding.ApplicationApproved.v1",
    "declined": "o2o.onboarding.ApplicationDeclined.v1",
    "signed": "o2o.credit.ContractSigned.v1",
    "disbursed": "o2o.credit.LoanDisbursed.v1",
    "overdue": "o2o.credit.LoanOverdue.v1",
    "cured": "o2o.credit.LoanCured.v1",
    "settled": "o2o.credit.LoanSettled.v1",
}


async def main_road_report(connection: AsyncConnection, since: datetime | None, until: datetime | None) -> dict[str, Any]:
    """Counts are of events and of the parties they are about; seconds are decimal strings."""
    period = {"since": since, "until": until}
    types = {row.type: row for row in await connection.execute(_TYPES, period)}
    span = (await connection.execute(_SPAN, period)).one()
    events = {event_type: row.events for event_type, row in types.items()}
    return {
        "first_at": span.first_at,
        "last_at": span.last_at,
        "first_business_date": span.first_date,
        "last_business_date": span.last_date,
        "events": span.events,
        "events_per_type": events,
        "funnel": {name: _step(types.get(event_type)) for name, event_type in _FUNNEL.items()},
        "seconds": await _seconds(connection, period),
        "refusals": [_worded(row.code, applications=row.applications) for row in await connection.execute(_REFUSALS, period)],
        "contacts": await _contacts(connection, period, events),
        "promises": {name.lower(): events.get(f"o2o.collections.Promise{name}.v1", 0) for name in ("Made", "Kept", "Broken")},
        "case_outcomes": [_worded(row.code, cases=row.cases) for row in await connection.execute(_OUTCOMES, period)],
    }


async def _seconds(connection: AsyncConnection, period: dict[str, Any]) -> dict[str, Any]:
    row = (await connection.execute(_SECONDS, period)).mappings().one()
    return {name: value if value is None or isinstance(value, int) else str(value) for name, value in row.items()}


async def _contacts(connection: AsyncConnection, period: dict[str, Any], events: dict[str, int]) -> dict[str, Any]:
    blocked = await connection.execute(_BLOCKED, period)
    return {
        "attempted": events.get("o2o.collections.ContactAttempted.v1", 0),
        "blocked": events.get("o2o.collections.ContactBlocked.v1", 0),
        "blocked_by_rule": [_worded(row.code, contacts=row.contacts) for row in blocked],
        "violations": (await connection.execute(_NIGHT_CONTACTS, period)).scalar_one(),
    }


def _step(row: Any) -> dict[str, int]:
    return {"events": row.events, "parties": row.parties} if row else {"events": 0, "parties": 0}


def _worded(code: str, **counts: int) -> dict[str, Any]:
    words = {language.value: Wording(language).format("{code:word}", code=code) for language in Language}
    return {"code": code, **words, **counts}
