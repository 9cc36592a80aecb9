"""The journeys that can be run, by id."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from o2o.journeys import main_road, overdue_to_cure, wallet
from o2o.journeys.scene import Scene
from o2o.world.customer import Customer


@dataclass(frozen=True, slots=True)
class Journey:
    """One way through the bank, with its titles."""

    id: str
    title_zh: str
    title_en: str
    run: Callable[[Scene], Awaitable[Customer]]


JOURNEYS = {
    journey.id: journey
    for journey in (
        Journey("main", "从扫码到承诺兑现", "From the street to a kept promise", main_road.run),
        Journey("J8", "零钱包:随借随还", "Standby money by the day", wallet.run),
        Journey("J10", "逾期、夜间拦截、承诺、结清", "Overdue, blocked at night, promise, cure", overdue_to_cure.run),
    )
}
