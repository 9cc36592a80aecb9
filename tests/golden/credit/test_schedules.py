"""Schedules of every repayment method against published and worked figures, to the fen."""
from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.credit.domain.instalment import Instalment
from services.credit.domain.interest import interest_days, interest_fen
from services.credit.domain.schedule import build_schedule
from shared.kernel.day_count import DayCount
from shared.kernel.rounding import Rounding
from tests.golden.credit.published import Case, cases
from tests.unit.credit.domain.builders import note


def _schedule(case: Case) -> tuple[Instalment, ...]:
    conventions: dict[str, object] = {name: case[name] for name in ("due_day", "calculation_precision") if name in case}
    conventions["rounding"] = Rounding[case.get("rounding", "HALF_UP")]
    conventions["instalment_day_count"] = DayCount(case.get("instalment_day_count", "MONTHLY"))
    terms = note(
        case["method"],
        fen=case["principal_fen"],
        rate=case["annual_rate"],
        months=case["term_months"],
        disbursed_on=date.fromisoformat(case["disbursed_on"]),
        conventions=conventions,
        plan=dict(case.get("principal_plan", [])),
    )
    return build_schedule(terms)


@pytest.mark.parametrize("case", cases("level_schedules"))
def test_schedule_of_a_method_that_counts_months(case: Case) -> None:
    rows = _schedule(case)
    found = {
        "rows": [[row.principal_fen, row.interest_fen] for row in rows],
        "last_row": [rows[-1].principal_fen, rows[-1].interest_fen],
        "instalment_fen": rows[0].principal_fen + rows[0].interest_fen,
        "total_interest_fen": sum(row.interest_fen for row in rows),
        "due_dates": [row.due_date.isoformat() for row in rows],
        "first_due": rows[0].due_date.isoformat(),
    }
    assert {name: found[name] for name in case["expected"]} == case["expected"]
    assert sum(row.principal_fen for row in rows) == case["principal_fen"]


@pytest.mark.parametrize("case", cases("interest_only_schedules"))
def test_schedule_of_an_interest_only_method(case: Case) -> None:
    rows, expected = _schedule(case), case["expected"]
    days = [(row.period_end - row.period_start).days for row in rows]
    settled_on = [(row.period_end - timedelta(days=1)).isoformat() for row in rows]
    figures = [[on, length, row.interest_fen] for on, length, row in zip(settled_on, days, rows, strict=True)]
    assert figures[:-1] == expected["settlements"]
    assert [rows[-1].period_end.isoformat(), *figures[-1][1:]] == expected["last"]
    assert sum(days) == expected["total_days"]
    assert sum(row.interest_fen for row in rows) == expected["total_interest_fen"]
    assert [row.principal_fen for row in rows] == [0] * (len(rows) - 1) + [case["principal_fen"]]
    assert all(row.due_date == row.period_end for row in rows), "settled interest falls due the day after settlement"


@pytest.mark.parametrize("case", cases("period_interest"))
def test_interest_of_a_period_by_day_count(case: Case) -> None:
    day_count = DayCount(case["day_count"])
    days = interest_days(date.fromisoformat(case["start"]), date.fromisoformat(case["end"]), day_count)
    assert days == case["days"]
    assert interest_fen(case["principal_fen"] * days, Decimal(case["annual_rate"]), day_count, Rounding.HALF_UP) == case["interest_fen"]
