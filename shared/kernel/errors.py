"""The one error type of the domain: a stable code, a category and a sentence that says what to do."""
from __future__ import annotations

from enum import Enum
from typing import ClassVar


class Category(Enum):
    """How an error is the caller's affair; `shared.web.problem` maps it to an HTTP status."""

    INVALID = "invalid"
    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    CONFLICT = "conflict"
    PRECONDITION_FAILED = "precondition-failed"
    PRECONDITION_REQUIRED = "precondition-required"
    UNSUPPORTED_MEDIA = "unsupported-media"
    TOO_LARGE = "too-large"
    UNAVAILABLE = "unavailable"
    UNEXPECTED = "unexpected"


class DomainError(Exception):
    """A named, anticipated refusal. Subclass it beside the rule that raises it.

    `facts` are safe values (codes, integers, dates) shown to the caller; never personal data.
    """

    code: ClassVar[str]
    category: ClassVar[Category] = Category.CONFLICT
    title_zh: ClassVar[str]
    title_en: ClassVar[str]
    retryable: ClassVar[bool] = False

    def __init__(self, **facts: str | int) -> None:
        super().__init__(self.code)
        self.facts = facts


def error_catalogue() -> dict[str, type[DomainError]]:
    """Every error class that has been imported, by code; two classes may not share a code."""
    found: dict[str, type[DomainError]] = {}
    pending = list(DomainError.__subclasses__())
    while pending:
        error = pending.pop()
        pending.extend(error.__subclasses__())
        if "code" not in error.__dict__:
            continue
        if found.setdefault(error.code, error) is not error:
            raise ValueError(f"two errors share the code {error.code}")
    return found


class NotFound(DomainError):
    """The object does not exist, or belongs to somebody else (which must look the same)."""

    code = "platform.not-found"
    category = Category.NOT_FOUND
    title_zh = "没有找到该对象，请核对编号"
    title_en = "No such object; check the id"


class Forbidden(DomainError):
    """The caller is known and the object visible, but the action is not his to take."""

    code = "platform.forbidden"
    category = Category.FORBIDDEN
    title_zh = "当前身份无权执行此操作，请联系有权限的人员"
    title_en = "Your role may not do this; ask somebody who may"


class IdentityPending(DomainError):
    """The caller signed in, but his party is not known to this service yet."""

    code = "platform.identity-pending"
    category = Category.CONFLICT
    title_zh = "身份信息正在同步，请稍后重试"
    title_en = "Your identity is still being linked; try again shortly"
    retryable = True


class Unavailable(DomainError):
    """A system this answer needs did not answer in time."""

    code = "platform.unavailable"
    category = Category.UNAVAILABLE
    title_zh = "依赖的系统暂时没有应答，请稍后重试"
    title_en = "A system this depends on did not answer; try again later"
    retryable = True


class StaleVersion(DomainError):
    """If-Match names a version that is no longer current."""

    code = "platform.stale-version"
    category = Category.PRECONDITION_FAILED
    title_zh = "数据已被他人更新，请刷新后再操作"
    title_en = "The object has changed since you read it; read it again"
