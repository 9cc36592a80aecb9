"""Strategies are data; new cases go to whoever has the fewest (domain.md 2.8.2)."""
from __future__ import annotations

from datetime import time

from services.collections.domain.assignment import least_loaded
from services.collections.domain.contact import Channel
from services.collections.domain.strategy import Strategy, Treatment

STRATEGY = Strategy(
    "standard-v1",
    (
        Treatment(2, 2, Channel.SMS, time(10), "OVERDUE_REMINDER"),
        Treatment(4, 30, Channel.ROBOT, time(10), "OVERDUE_CALL"),
        Treatment(16, 30, Channel.PHONE, time(10), "OVERDUE_CALL"),
    ),
)


def test_a_text_goes_out_on_its_day_and_no_other() -> None:
    assert [step.template for step in STRATEGY.texts_due(2)] == ["OVERDUE_REMINDER"]
    assert STRATEGY.texts_due(1) == STRATEGY.texts_due(3) == ()


def test_the_next_action_is_the_latest_step_that_has_begun() -> None:
    assert STRATEGY.next_action(3) is None
    assert STRATEGY.next_action(4) is Channel.ROBOT
    assert STRATEGY.next_action(16) is Channel.PHONE
    assert STRATEGY.next_action(31) is None


def test_texts_are_never_work_for_a_person() -> None:
    assert STRATEGY.next_action(2) is None


def test_a_new_case_goes_to_whoever_has_the_fewest() -> None:
    assert least_loaded({"b": 2, "a": 3}) == "b"
    assert least_loaded({"b": 2, "a": 2}) == "a"
    assert least_loaded({}) is None
