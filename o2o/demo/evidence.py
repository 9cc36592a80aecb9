"""What the report says, asked of the services after the year through their public APIs."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from o2o.demo.applications import Outcome
from o2o.demo.economics import Experience, experience, picture
from o2o.demo.measures import percentile
from o2o.end_of_day import OPERATOR, business_date
from o2o.training.metrics import separation
from o2o.training.train import Training
from o2o.world.bank import Actor, Bank

AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the report shows, as plain JSON values."""

    road: dict[str, Any]
    book: dict[str, Any]
    picture: dict[str, Any]
    card: dict[str, Any]
    applicants: dict[str, Any]
    latencies: list[dict[str, Any]]
    collected_fen: int
    business_date: date


async def gather(bank: Bank, outcomes: list[Outcome], training: Training) -> Evidence:
    """Asks ops for the road, credit for the book and each loan's history, and adds what the tool measured itself."""
    operator = bank.actor(OPERATOR)
    today = await business_date(operator)
    experiences = await _experiences(operator, [outcome for outcome in outcomes if outcome.lent], today)
    await _read_scores(operator, outcomes)
    return Evidence(
        road=await operator.get("ops", "/v1/reports/main-road"),
        book=await operator.get("credit", "/v1/reports/book"),
        picture=picture(outcomes, [one for one, _ in experiences]),
        card=_card(outcomes, training),
        applicants=_applicants(outcomes),
        latencies=_latencies(bank),
        collected_fen=sum(collected for _, collected in experiences),
        business_date=today,
    )


async def _experiences(operator: Actor, lent: list[Outcome], today: date) -> list[tuple[Experience, int]]:
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(outcome: Outcome) -> tuple[Experience, int]:
        async with slots:
            loan = await operator.get("credit", f"/v1/loans/{outcome.customer.loan_id}")
            items = (await operator.get("credit", f"/v1/loans/{outcome.customer.loan_id}/transactions?page_size=200"))["items"]
        collected = sum(item["amount_fen"] for item in items if item["kind"] == "REPAYMENT")
        return experience(outcome, loan, items, today), collected

    return list(await asyncio.gather(*(one(outcome) for outcome in lent)))


async def _read_scores(operator: Actor, outcomes: list[Outcome]) -> None:
    """The score each decision was made with, as scoring announced it."""
    scores: dict[str, int] = {}
    path = "/v1/events?type=o2o.scoring.ScoreComputed.v1&page_size=200&after="
    last = 0
    while page := (await operator.get("ops", f"{path}{last}"))["items"]:
        scores |= {item["payload"]["application_id"]: item["payload"]["score"] for item in page}
        last = page[-1]["log_id"]
    for outcome in outcomes:
        outcome.score = scores.get(outcome.customer.application_id)


def _card(outcomes: list[Outcome], training: Training) -> dict[str, Any]:
    """How well the score that decided separated these very applicants."""
    scored = [outcome for outcome in outcomes if outcome.score is not None]
    found = separation([float(o.score or 0) for o in scored], [o.candidate.applicant.good for o in scored]) if scored else None
    return {"trained": training.metrics, "applied": found, "scored": len(scored)}


def _applicants(outcomes: list[Outcome]) -> dict[str, Any]:
    seconds = [outcome.seconds for outcome in outcomes if outcome.seconds]
    return {
        "applied": len(outcomes),
        "answered": sum(outcome.status in ("APPROVED", "DECLINED") for outcome in outcomes),
        "cut": sum(outcome.candidate.was_cut for outcome in outcomes),
        "by_person": sum(outcome.decided_by == "person" for outcome in outcomes),
        "status": dict(Counter(outcome.status for outcome in outcomes)),
        "median_seconds": round(percentile(seconds, 50), 2),
        "p95_seconds": round(percentile(seconds, 95), 2),
        "lent": sum(outcome.lent for outcome in outcomes),
        "lent_fen": sum(outcome.lent_fen for outcome in outcomes),
    }


def _latencies(bank: Bank) -> list[dict[str, Any]]:
    return [
        {
            "operation": name,
            "calls": len(values),
            "p50_ms": round(percentile(values, 50) * 1000, 1),
            "p99_ms": round(percentile(values, 99) * 1000, 1),
        }
        for name, values in sorted(bank.latencies.items())
    ]
