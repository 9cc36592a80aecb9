"""Five-category classification (风险五级分类, 商业银行金融资产风险分类办法; domain.md 2.5.3 R18-R21, A8)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from services.credit.domain.errors import UpgradeNeedsApproval


class RiskClass(IntEnum):
    """Worse is greater. The names are the wire codes."""

    NORMAL = 1
    SPECIAL_MENTION = 2
    SUBSTANDARD = 3
    DOUBTFUL = 4
    LOSS = 5

    @property
    def is_non_performing(self) -> bool:
        """不良: substandard and worse."""
        return self >= RiskClass.SUBSTANDARD


@dataclass(frozen=True, slots=True)
class ClassThresholds:
    """A class holds when `dpd_regulatory` is greater than its number of days; regulatory parameter R18."""

    special_mention: int = 0
    substandard: int = 90
    doubtful: int = 270
    loss: int = 360


@dataclass(frozen=True, slots=True)
class Trigger:
    """A fact beside lateness (misuse, restructuring, court, manual) that forbids a better class than `at_least`."""

    code: str
    at_least: RiskClass


R18 = ClassThresholds()


def class_of_dpd(dpd_regulatory: int, thresholds: ClassThresholds = R18) -> RiskClass:
    """The class that lateness alone asks for (E25)."""
    if dpd_regulatory > thresholds.loss:
        return RiskClass.LOSS
    if dpd_regulatory > thresholds.doubtful:
        return RiskClass.DOUBTFUL
    if dpd_regulatory > thresholds.substandard:
        return RiskClass.SUBSTANDARD
    return RiskClass.SPECIAL_MENTION if dpd_regulatory > thresholds.special_mention else RiskClass.NORMAL


def automatic_class(dpd_regulatory: int, triggers: Iterable[Trigger] = (), thresholds: ClassThresholds = R18) -> RiskClass:
    """The worst of the day rule and every trigger."""
    return max((class_of_dpd(dpd_regulatory, thresholds), *(trigger.at_least for trigger in triggers)))


def reclassify(current: RiskClass, automatic: RiskClass) -> RiskClass:
    """The class after the daily run: the system only moves down by itself, an automatic better class changes nothing."""
    return max(current, automatic)


def upgrade(current: RiskClass, target: RiskClass, automatic: RiskClass, *, is_approved: bool) -> RiskClass:
    """Moves up to `target` with an approval, never above what the facts allow. Raises UpgradeNeedsApproval."""
    if not is_approved or target < automatic:
        raise UpgradeNeedsApproval(current=current.name, automatic=automatic.name)
    return target
