"""Changing one bin's points of the card changes exactly the decisions that fall in it."""
from __future__ import annotations

from dataclasses import replace

import pytest

from services.scoring.domain.case import Case
from services.scoring.domain.decision import decide, decision_document
from services.scoring.domain.models.card import Card, CodeVariable, NumberVariable
from tests.unit.scoring.samples import real_cases, shipped_card, shipped_policy

PENALTY = -40


def with_changed_bin(card: Card, fact: str, code_or_bin: str | int) -> Card:
    """The card with one bin's points lowered."""
    variables = []
    for variable in card.variables:
        changed = variable
        if isinstance(variable, CodeVariable) and variable.fact == fact:
            points = {**variable.points, code_or_bin: variable.points[str(code_or_bin)] + PENALTY}
            changed = replace(variable, points=points)  # type: ignore[arg-type]
        if isinstance(variable, NumberVariable) and variable.fact == fact:
            points_list = list(variable.points)
            points_list[int(code_or_bin)] += PENALTY
            changed = replace(variable, points=tuple(points_list))
        variables.append(changed)
    return replace(card, variables=tuple(variables))


def falls_in(case: Case, fact: str, code_or_bin: str | int) -> bool:
    value = case.card_facts[fact]
    variable = next(one for one in shipped_card().variables if one.fact == fact)
    if isinstance(variable, CodeVariable):
        return value == code_or_bin
    return sum(cut <= int(value) for cut in variable.cuts) == code_or_bin


@pytest.mark.parametrize(
    ("fact", "code_or_bin"),
    [("checking_account_status", "NONE"), ("housing", "RENTED"), ("purpose_code", "ELECTRONICS"), ("term_months", 0), ("amount_fen", 1)],
)
def test_only_the_decisions_in_the_changed_bin_change(fact: str, code_or_bin: str | int) -> None:
    changed_card = with_changed_bin(shipped_card(), fact, code_or_bin)
    inside, outside, answers_changed = 0, 0, 0
    for case in real_cases():
        before = decide(case, shipped_card(), shipped_policy())
        after = decide(case, changed_card, shipped_policy())
        assert before.score is not None
        assert after.score is not None
        if falls_in(case, fact, code_or_bin):
            inside += 1
            assert after.score.score == before.score.score + PENALTY
            answers_changed += after.result is not before.result
        else:
            outside += 1
            assert decision_document(after) == decision_document(before)
    assert inside > 0
    assert outside > 0
    assert answers_changed > 0
