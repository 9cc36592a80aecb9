"""Every party, loan and case has its whole story in the archive, told by different processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from o2o.verify.finding import Finding
from o2o.verify.snapshot import Snapshot

_STORIES = """
SELECT party_id::text AS party_id, array_agg(split_part(type, '.', 3) ORDER BY log_id) AS names,
       count(DISTINCT split_part(type, '.', 2)) AS producers
FROM event_log WHERE party_id IS NOT NULL GROUP BY 1
"""
_REGISTERED = ("PartyRegistered", "PartySubjectLinked")
_DECIDED = ("ApplicationSubmitted", "DecisionMade")
_LENT = (
    "ApplicationApproved",
    "ContractPrepared",
    "ContractSigned",
    "CreditLineActivated",
    "CostSheetConfirmed",
    "DrawdownRequested",
    "LoanDisbursed",
)
_COLLECTED = ("LoanOverdue", "CollectionCaseOpened")
_LOAN_ORDER = """
SELECT subject, array_agg(split_part(type, '.', 3) ORDER BY sequence) FROM event_log
WHERE split_part(type, '.', 3) IN ('LoanDisbursed', 'LoanOverdue', 'LoanCured', 'LoanSettled') GROUP BY 1
"""


async def parties_are_told(snapshot: Snapshot) -> Finding:
    """Who applied was registered, submitted and decided; at least two processes tell it."""
    stories = await _stories(snapshot)
    applied = {party: story for party, story in stories.items() if "ApplicationSubmitted" in story[0]}
    wrong = [
        gap
        for party, (names, producers) in applied.items()
        for gap in _gaps(party, names, (*_REGISTERED, *_DECIDED), producers, at_least=2)
    ]
    known = {str(row[0]) for row in await snapshot.rows("onboarding", "SELECT party_id FROM party")}
    untold = tuple(f"party {party} has no story" for party in known - stories.keys())
    return Finding({"parties": len(known), "applicants": len(applied)}, tuple(wrong) + untold)


async def loans_are_told(snapshot: Snapshot) -> Finding:
    """Every loan's party went the whole road from application to money, told by three processes."""
    stories = await _stories(snapshot)
    owners = {str(row[0]) for row in await snapshot.rows("credit", "SELECT party_id FROM loan")}
    wrong = []
    for party in owners:
        names, producers = stories.get(party, ([], 0))
        wrong += _gaps(party, names, (*_REGISTERED, *_DECIDED, *_LENT), producers, at_least=3)
    loans = await snapshot.number("credit", "SELECT count(*) FROM loan")
    told = await snapshot.rows("ops", _LOAN_ORDER)
    missing = () if len(told) == loans else (f"{loans} loans, {len(told)} told",)
    return Finding({"loans": loans}, tuple(wrong) + missing + tuple(_disorder(told)))


async def cases_are_told(snapshot: Snapshot) -> Finding:
    """Every case's party borrowed and fell overdue, told by four processes."""
    stories = await _stories(snapshot)
    cases = await snapshot.rows("collections", "SELECT case_id, party_id FROM collection_case")
    wrong = []
    for _, party in cases:
        names, producers = stories.get(str(party), ([], 0))
        wrong += _gaps(str(party), names, (*_LENT, *_COLLECTED), producers, at_least=4)
    return Finding({"cases": len(cases)}, tuple(wrong))


async def _stories(snapshot: Snapshot) -> dict[str, tuple[list[str], int]]:
    return {row["party_id"]: (row["names"], row["producers"]) for row in await snapshot.rows("ops", _STORIES)}


def _gaps(party: str, names: list[str], expected: tuple[str, ...], producers: int, *, at_least: int) -> list[str]:
    missing = [f"party {party} lacks {name}" for name in expected if name not in names]
    return missing if producers >= at_least else [*missing, f"party {party} is told by {producers} processes"]


def _disorder(told: Sequence[Any]) -> list[str]:
    """A loan is disbursed first, overdue and cured in turns, settled last."""
    wrong = []
    for subject, names in told:
        turns = [name for name in names if name in ("LoanOverdue", "LoanCured")]
        in_turns = all(name == ("LoanOverdue", "LoanCured")[place % 2] for place, name in enumerate(turns))
        settled_last = "LoanSettled" not in names or names[-1] == "LoanSettled"
        if names[0] != "LoanDisbursed" or not in_turns or not settled_last:
            wrong.append(f"loan {subject}: {' '.join(names)}")
    return wrong
