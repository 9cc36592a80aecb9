"""States and stages of a credit application, and what they mean in plain words (domain.md 2.1.2; F002)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class ApplicationStatus(Enum):
    """APPROVED and DECLINED are the two decided states; acceptance is checked at submission."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    REFERRED = "REFERRED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"


class Stage(Enum):
    """The four steps of lending: 申请, 调查, 审批, 贷后."""

    APPLY = "APPLY"
    INVESTIGATE = "INVESTIGATE"
    APPROVE = "APPROVE"
    POST_LOAN = "POST_LOAN"


_S = ApplicationStatus

NEXT: Final[Mapping[ApplicationStatus, frozenset[ApplicationStatus]]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED, _S.CANCELLED}),
    _S.SUBMITTED: frozenset({_S.REFERRED, _S.APPROVED, _S.DECLINED, _S.CANCELLED}),
    _S.REFERRED: frozenset({_S.APPROVED, _S.DECLINED, _S.CANCELLED}),
    _S.APPROVED: frozenset(),
    _S.DECLINED: frozenset(),
    _S.CANCELLED: frozenset(),
}
"""Every state with the states that may follow."""

STAGE_OF: Final[Mapping[ApplicationStatus, Stage]] = {
    _S.DRAFT: Stage.APPLY,
    _S.SUBMITTED: Stage.APPLY,
    _S.REFERRED: Stage.INVESTIGATE,
    _S.APPROVED: Stage.APPROVE,
    _S.DECLINED: Stage.APPROVE,
}
"""A cancelled application stays at the stage it had reached."""


@dataclass(frozen=True, slots=True)
class PlainWords:
    """One sentence for the customer, in Chinese and in English."""

    zh: str
    en: str


_WORDS: Final[Mapping[ApplicationStatus, PlainWords]] = {
    _S.DRAFT: PlainWords("申请还没有提交", "Your application has not been submitted yet"),
    _S.SUBMITTED: PlainWords("申请已提交，正在审核", "Your application is being reviewed"),
    _S.REFERRED: PlainWords("申请由客户经理人工审核，请留意通知", "A person is reviewing your application; watch for a message"),
    _S.APPROVED: PlainWords("申请已通过，请签订合同", "Your application is approved; sign the contract next"),
    _S.DECLINED: PlainWords("申请未通过，原因见列表", "Your application was not approved; the reasons are listed"),
    _S.CANCELLED: PlainWords("申请已取消", "Your application is cancelled"),
}
_LINE_ACTIVE: Final = PlainWords("合同已生效，可以用款", "Your credit line is active; you can draw money")


def plain_words(status: ApplicationStatus, stage: Stage) -> PlainWords:
    """What a state means for the customer and what he can do next."""
    return _LINE_ACTIVE if stage is Stage.POST_LOAN else _WORDS[status]
