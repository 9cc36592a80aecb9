"""Why a day cannot be closed now."""
from __future__ import annotations

from shared.kernel.errors import Category, DomainError


class DayNotCurrent(DomainError):
    """Only the bank's current business date can be closed."""

    code = "credit.day-not-current"
    title_zh = "只能关闭当前营业日，请核对日期"
    title_en = "Only the current business date can be closed; check the date"


class DayBarrier(DomainError):
    """Some service has not run its day job of the day before (architecture.md rule 7)."""

    code = "credit.day-barrier"
    title_zh = "尚有服务未完成上一营业日的处理，请稍后重试"
    title_en = "A service has not processed the day before; try again shortly"
    retryable = True


class CloseInProgress(DomainError):
    """Another process is closing the day; its lease has not expired."""

    code = "credit.close-in-progress"
    title_zh = "该营业日正在由另一进程日终，请稍后重试"
    title_en = "Another process is closing this day; try again shortly"
    retryable = True


class CoreBankAnswerUnusable(DomainError):
    """The core bank refused the day's request, or its answer does not fit the question; nothing was booked."""

    code = "credit.core-bank-answer-unusable"
    category = Category.UNAVAILABLE
    title_zh = "核心系统拒绝或答复与请求不符，未入账，请核对后重试"
    title_en = "The core bank refused or its answer does not fit the request; nothing was booked, check and retry"
    retryable = True
