"""Reason codes: every refusal and referral has one, with a text a customer may read (domain.md F007, R23)."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.scoring.domain.artefact import ArtefactInvalid, Reader

MAX_REASONS: Final = 4
_MOST_CODES: Final = 200
_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """A code with its texts. One that may not be disclosed reaches the customer as a neutral text only."""

    code: str
    text_zh: str
    text_en: str
    disclosable: bool = True


SCORE_BELOW_CUT_OFF: Final = ReasonCode("SCORE_BELOW_CUT_OFF", "综合评分未达到准入标准", "The score is below the cut-off")
SCORE_NEAR_CUT_OFF: Final = ReasonCode("SCORE_NEAR_CUT_OFF", "综合评分接近准入线，需人工复核", "The score is near the cut-off")
FACT_UNUSABLE: Final = ReasonCode("FACT_UNUSABLE", "申请资料不完整或超出可评分范围，需人工复核", "A fact is missing or cannot be scored")
PRICE_OUTSIDE_PRODUCT: Final = ReasonCode("PRICE_OUTSIDE_PRODUCT", "风险定价超出产品利率区间，需人工复核", "The price lies outside")
LIMIT_BELOW_MINIMUM: Final = ReasonCode("LIMIT_BELOW_MINIMUM", "核定额度低于产品起贷金额", "The limit is below the product's minimum")
TIMED_OUT: Final = ReasonCode("TIMED_OUT", "自动核验未在时限内完成，转人工处理", "Automatic checks did not finish in time")
MODEL_UNAVAILABLE: Final = ReasonCode("MODEL_UNAVAILABLE", "评分模型暂不可用，转人工处理", "No usable model is in force")
PRODUCT_UNKNOWN: Final = ReasonCode("PRODUCT_UNKNOWN", "产品版本或准入策略尚未生效，需人工处理", "No product version or policy is in force")

_OWN: Final = (
    SCORE_BELOW_CUT_OFF,
    SCORE_NEAR_CUT_OFF,
    FACT_UNUSABLE,
    PRICE_OUTSIDE_PRODUCT,
    LIMIT_BELOW_MINIMUM,
    TIMED_OUT,
    MODEL_UNAVAILABLE,
    PRODUCT_UNKNOWN,
)
PLATFORM_REASONS: Final[Mapping[str, ReasonCode]] = {reason.code: reason for reason in _OWN}


def parse_reasons(document: Mapping[str, object], at: str) -> dict[str, ReasonCode]:
    """The reasons an artefact brings along; they may not redefine the platform's own."""
    if len(document) > _MOST_CODES:
        raise ArtefactInvalid(at=at, why=f"at most {_MOST_CODES} reasons")
    reasons = {}
    for index, (code, texts) in enumerate(document.items()):
        if code in PLATFORM_REASONS or not _CODE.fullmatch(code):
            raise ArtefactInvalid(at=f"{at}/{index}", why="not a new upper-case code")
        reader = Reader(texts, f"{at}/{index}", keys=("zh", "en"), optional=("disclosable",))
        disclosable = reader.value("disclosable")
        reasons[code] = ReasonCode(code, reader.text("zh"), reader.text("en"), disclosable is not False)
    return reasons
