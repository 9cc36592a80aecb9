"""A product's conventions as the JSON of their row: every enum by name, every rate a decimal string."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

from services.credit.domain.allocation import AllocationOrder, Direction, Part, Situation
from services.credit.domain.product import CompoundRate, Conventions, DueDayRule, HolidayRule, MonthEndRule
from shared.kernel.day_count import DayCount
from shared.kernel.rate import rate_text
from shared.kernel.rounding import Rounding


def conventions_to_json(conventions: Conventions) -> dict[str, Any]:
    """What is stored with a product version."""
    return {
        "day_count": conventions.day_count.name,
        "instalment_day_count": conventions.instalment_day_count.name,
        "rounding": conventions.rounding.name,
        "calculation_precision": conventions.calculation_precision,
        "settle_day": conventions.settle_day,
        "due_day_rule": conventions.due_day_rule.name,
        "due_day": conventions.due_day,
        "month_end_rule": conventions.month_end_rule.name,
        "holiday_rule": conventions.holiday_rule.name,
        "grace_days": conventions.grace_days,
        "penalty_uplift": rate_text(conventions.penalty_uplift),
        "penalty_ceiling": rate_text(conventions.penalty_ceiling),
        "compound_rate_in_term": conventions.compound_rate_in_term.name,
        "performing_order": _order_to_json(conventions.performing_order),
        "non_performing_order": _order_to_json(conventions.non_performing_order),
        "principal_first_after_days": conventions.principal_first_after_days,
    }


def conventions_from_json(stored: dict[str, Any]) -> Conventions:
    """The inverse of `conventions_to_json`."""
    return Conventions(
        day_count=DayCount[stored["day_count"]],
        instalment_day_count=DayCount[stored["instalment_day_count"]],
        rounding=Rounding[stored["rounding"]],
        calculation_precision=stored["calculation_precision"],
        settle_day=stored["settle_day"],
        due_day_rule=DueDayRule[stored["due_day_rule"]],
        due_day=stored["due_day"],
        month_end_rule=MonthEndRule[stored["month_end_rule"]],
        holiday_rule=HolidayRule[stored["holiday_rule"]],
        grace_days=stored["grace_days"],
        penalty_uplift=Decimal(stored["penalty_uplift"]),
        penalty_ceiling=Decimal(stored["penalty_ceiling"]),
        compound_rate_in_term=CompoundRate[stored["compound_rate_in_term"]],
        performing_order=_order_from_json(stored["performing_order"]),
        non_performing_order=_order_from_json(stored["non_performing_order"]),
        principal_first_after_days=stored["principal_first_after_days"],
    )


def _order_to_json(order: AllocationOrder) -> dict[str, Any]:
    pairs = [f"{situation.name}.{part.name}" for situation, part in order.sequence]
    return {"sequence": pairs, "direction": order.direction.name}


def _order_from_json(stored: dict[str, Any]) -> AllocationOrder:
    pairs = (pair.split(".") for pair in stored["sequence"])
    sequence = tuple((Situation[situation], Part[part]) for situation, part in pairs)
    return AllocationOrder(sequence, Direction[stored["direction"]])
