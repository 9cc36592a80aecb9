"""Decision tables: a closed set of conditions, the first row that holds, no gap and nothing unreachable."""
from __future__ import annotations

from typing import Any

import pytest

from services.scoring.domain.artefact import ArtefactInvalid
from services.scoring.domain.models.decision_table import DecisionTable, InputUnusable, parse_table
from services.scoring.domain.models.table_cell import parse_cell

KNOWN = frozenset({"age", "city"})
OUTPUTS = {"outcome": frozenset({"YES", "NO"})}
LAST = {"_id": "last", "result": '"NO"'}


def document(*rules: dict[str, str], **changes: Any) -> dict[str, Any]:
    return {
        "hitPolicy": "first",
        "inputs": [{"id": "a", "name": "age", "field": "age"}, {"id": "c", "name": "city", "field": "city"}],
        "outputs": [{"id": "result", "name": "outcome", "field": "outcome"}],
        "rules": [*rules],
        **changes,
    }


def table(*rules: dict[str, str], **changes: Any) -> DecisionTable:
    return parse_table(document(*rules, **changes), "/rules", known_inputs=KNOWN, outputs=OUTPUTS)


@pytest.mark.parametrize(
    ("cell", "holds", "fails"),
    [
        ("< 18", [17, -1], [18, 19]),
        ("<= 18", [18], [19]),
        ("> 18", [19], [18]),
        (">= 18", [18], [17]),
        ("== 18", [18], [17, 19]),
        ("18", [18], [17]),
        ("[18..20)", [18, 19], [17, 20]),
        ("(18..20]", [19, 20], [18, 21]),
        ('"A"', ["A"], ["B"]),
        ('"A","B"', ["A", "B"], ["C"]),
        ('not in ["A","B"]', ["C"], ["A", "B"]),
        ("1,2", [1, 2], [3]),
    ],
)
def test_a_condition_means_what_it_says(cell: str, holds: list[Any], fails: list[Any]) -> None:
    condition = parse_cell(cell, "/")
    assert all(condition.holds(value) for value in holds)
    assert not any(condition.holds(value) for value in fails)


@pytest.mark.parametrize(
    "cell", ["import os", "__class__", "a > 5", "1.5", '"A",1', "[5..1]", "not in []", "len(x)", "< 1e3", "true", "[[1]]", '{"a":1}', 'x"']
)
def test_anything_outside_the_closed_set_is_refused(cell: str) -> None:
    with pytest.raises(ArtefactInvalid):
        parse_cell(cell, "/")


def test_the_first_row_that_holds_decides() -> None:
    rules = table({"_id": "young", "a": "< 18", "result": '"NO"'}, {"_id": "known", "c": '"X"', "result": '"YES"'}, LAST)
    assert rules.first_hit({"age": 17, "city": "X"}).rule_id == "young"
    assert rules.first_hit({"age": 18, "city": "X"}).rule_id == "known"
    assert rules.first_hit({"age": 18, "city": "Y"}).rule_id == "last"


@pytest.mark.parametrize(("age", "why"), [(None, "MISSING"), ("17", "TYPE"), (True, "TYPE")])
def test_an_input_that_a_row_needs_and_cannot_read_stops_the_table(age: Any, why: str) -> None:
    rules = table({"_id": "young", "a": "< 18", "result": '"NO"'}, LAST)
    with pytest.raises(InputUnusable) as refusal:
        rules.first_hit({"age": age, "city": "X"})
    assert refusal.value.facts == {"field": "age", "why": why}


def test_a_missing_input_does_not_matter_to_a_row_that_asks_for_it_by_null() -> None:
    rules = table({"_id": "unknown", "a": "null", "result": '"NO"'}, {"_id": "last", "result": '"YES"'})
    assert rules.first_hit({"age": None}).rule_id == "unknown"
    assert rules.first_hit({"age": 30}).rule_id == "last"


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"a": "< 30"}, {"a": "< 18"}),
        ({"a": ">= 18"}, {"a": "[20..25]"}),
        ({"c": '"A","B"'}, {"c": '"A"'}),
        ({"c": 'not in ["A"]'}, {"c": 'not in ["A","B"]'}),
        ({"a": "< 30"}, {"a": "< 30", "c": '"A"'}),
        ({"a": "[1..9]"}, {"a": "5"}),
    ],
)
def test_a_row_that_can_never_be_reached_is_refused(earlier: dict[str, str], later: dict[str, str]) -> None:
    with pytest.raises(ArtefactInvalid) as refusal:
        table({"_id": "first", **earlier, "result": '"NO"'}, {"_id": "second", **later, "result": '"YES"'}, LAST)
    assert refusal.value.facts["at"] == "/rules/rules/1"


def test_rows_that_overlap_in_part_are_allowed() -> None:
    assert table({"_id": "one", "a": "< 30", "result": '"NO"'}, {"_id": "two", "a": "[20..40]", "result": '"YES"'}, LAST)


@pytest.mark.parametrize(
    "broken",
    [
        document({"_id": "only", "a": "< 18", "result": '"NO"'}),
        document(LAST, hitPolicy="collect"),
        document(LAST, inputs=[{"id": "a", "name": "sex", "field": "sex"}]),
        document({"_id": "last", "result": '"MAYBE"'}),
        document({**LAST, "functionNode": "x"}),
        document({"_id": "last", "a": "< 18", "result": '"NO"'}, LAST),
        document(LAST, outputs=[]),
        document(),
    ],
)
def test_a_broken_table_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ArtefactInvalid):
        parse_table(broken, "/rules", known_inputs=KNOWN, outputs=OUTPUTS)
