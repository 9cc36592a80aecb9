"""Limit ledger (E21), days past due and classes (E25), provisions (E18) against the worked figures."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.credit.domain.classification import ClassThresholds, RiskClass, class_of_dpd
from services.credit.domain.delinquency import bucket_of, days_past_due
from services.credit.domain.limit_tree import LimitNode, NodeKind, commit, freeze_unused, repay, reserve, unfreeze, with_total
from services.credit.domain.provision import provision_of_book
from tests.golden.credit.published import load

_STEPS = {
    "activate": lambda node, _: node,
    "reserve": lambda node, fen: reserve([node], fen)[0],
    "commit": lambda node, fen: commit([node], fen)[0],
    "repay": lambda node, fen: repay([node], fen)[0],
    "freeze_unused": lambda node, _: freeze_unused(node),
    "unfreeze": lambda node, _: unfreeze(node),
    "with_total": with_total,
}


def test_limit_ledger_row_by_row() -> None:
    node = LimitNode("line", NodeKind.LINE, total_fen=30_000_000)
    for step, amount, *expected in load("limit_ledger")["rows"]:
        node = _STEPS[step](node, amount * 100)
        found = [node.total_fen, node.used_fen, node.reserved_fen, node.frozen_fen, node.available_fen]
        assert found == [yuan * 100 for yuan in expected], step


@pytest.mark.parametrize(("day", "dpd", "bucket", "risk_class"), load("delinquency")["rows"])
def test_days_past_due_bucket_and_class_at_every_edge(day: str, dpd: int, bucket: str, risk_class: str) -> None:
    due = date.fromisoformat(load("delinquency")["earliest_unpaid_due_date"])
    days = days_past_due(due, date.fromisoformat(day))
    assert (days, bucket_of(days).value, class_of_dpd(days).name) == (dpd, bucket, risk_class)


def test_thresholds_of_a_class_are_data() -> None:
    card = load("delinquency")["credit_card"]
    thresholds = ClassThresholds(*card["thresholds"])
    assert [class_of_dpd(days, thresholds).name for days in card["days"]] == card["classes"]


def test_provisions_and_ratios_of_a_book() -> None:
    case = load("provision")
    book = provision_of_book({RiskClass[name]: yuan * 100 for name, yuan in case["balances"].items()})
    assert (book.specific_fen, book.general_fen) == (case["specific"] * 100, case["general"] * 100)
    assert round(book.npl_ratio, 4) == Decimal(case["npl_ratio"])
    assert round(book.coverage_ratio, 4) == Decimal(case["coverage_ratio"])
    assert round(book.loan_provision_ratio, 4) == Decimal(case["loan_provision_ratio"])
