"""Refusals of the outside systems."""
from __future__ import annotations

from shared.kernel.errors import Category, DomainError


class RequestReused(DomainError):
    """A request, batch, voucher or mandate number came again with other content."""

    code = "corebank.number-reused"
    title_zh = "该业务编号已用于另一笔内容不同的请求"
    title_en = "This number was used for a request with other content"


class MandateUnknown(DomainError):
    """No such mandate."""

    code = "corebank.mandate-unknown"
    category = Category.NOT_FOUND
    title_zh = "没有这份扣款授权"
    title_en = "No such mandate"


class MandateMismatch(DomainError):
    """Account, name and identity number do not belong together."""

    code = "corebank.mandate-mismatch"
    title_zh = "账号、户名与证件号码不一致，不能建立扣款授权"
    title_en = "Account, name and identity number do not belong together; no mandate was made"


class PersonConflict(DomainError):
    """Subject, identity number or card is already somebody else's."""

    code = "sandbox.person-conflict"
    title_zh = "登录名、证件号码或卡号已属于另一位演示人员"
    title_en = "Subject, identity number or card already belongs to another demo person"


class PersonUnknown(DomainError):
    """No demo person signs in by that subject."""

    code = "sandbox.person-unknown"
    category = Category.NOT_FOUND
    title_zh = "没有这位演示人员"
    title_en = "No such demo person"


class RepeatedItem(DomainError):
    """Two entries of one request carry the same number."""

    code = "sandbox.repeated-item"
    category = Category.INVALID
    title_zh = "同一请求中出现了重复的编号"
    title_en = "Two entries of the request carry the same number"
