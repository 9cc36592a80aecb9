"""Refusals of the HTTP edge itself, before any use case runs."""
from __future__ import annotations

from shared.kernel.errors import Category, DomainError


class InvalidBody(DomainError):
    """A field is missing, unknown, of the wrong type or out of range; `errors` point at it."""

    code = "platform.invalid-request"
    category = Category.INVALID
    title_zh = "请求内容不符合接口要求，请按 errors 指出的位置修改"
    title_en = "The request does not fit the interface; correct the fields named in errors"


class MalformedJson(DomainError):
    """Not JSON, nested too deep, a key twice, or a number that is not one."""

    code = "platform.malformed-json"
    category = Category.MALFORMED
    title_zh = "请求体不是合法的 JSON（重复键、NaN、嵌套过深均不接受）"
    title_en = "The body is not acceptable JSON (no repeated keys, no NaN, no deep nesting)"


class JsonRequired(DomainError):
    """Writes carry application/json."""

    code = "platform.json-required"
    category = Category.UNSUPPORTED_MEDIA
    title_zh = "请使用 Content-Type: application/json"
    title_en = "Send Content-Type: application/json"


class BodyTooLarge(DomainError):
    """Bodies end at 256 kB."""

    code = "platform.body-too-large"
    category = Category.TOO_LARGE
    title_zh = "请求体超过 256 kB"
    title_en = "The body is larger than 256 kB"


class NotARoute(DomainError):
    """No such path."""

    code = "platform.no-such-route"
    category = Category.NOT_FOUND
    title_zh = "没有这个接口，请核对路径"
    title_en = "No such route; check the path"


class MethodNotAllowed(DomainError):
    """The path exists, the method does not."""

    code = "platform.method-not-allowed"
    category = Category.MALFORMED
    title_zh = "该接口不支持此方法"
    title_en = "This route does not take that method"


class Unauthenticated(DomainError):
    """No token, or one that is expired, foreign or forged."""

    code = "platform.unauthenticated"
    category = Category.UNAUTHENTICATED
    title_zh = "请先登录（令牌缺失、过期或无效）"
    title_en = "Sign in first (the token is missing, expired or invalid)"


class IdempotencyKeyMissing(DomainError):
    """Writes need an Idempotency-Key."""

    code = "platform.idempotency-key-missing"
    category = Category.MALFORMED
    title_zh = "写操作必须带 Idempotency-Key 请求头（1-255 个可见字符）"
    title_en = "Writes need an Idempotency-Key header of 1-255 visible characters"


class IfMatchRequired(DomainError):
    """Staff decisions name the version they saw."""

    code = "platform.if-match-required"
    category = Category.PRECONDITION_REQUIRED
    title_zh = '请带 If-Match 请求头，写明所见版本，例如 "v3"'
    title_en = 'Send If-Match with the version you read, for example "v3"'


class HeaderMalformed(DomainError):
    """A header of ours cannot be read."""

    code = "platform.header-malformed"
    category = Category.MALFORMED
    title_zh = "请求头格式不正确"
    title_en = "A request header is malformed"


class CursorInvalid(DomainError):
    """The cursor was not given by this list with these filters."""

    code = "platform.invalid-cursor"
    category = Category.MALFORMED
    title_zh = "分页游标无效，请从第一页重新查询"
    title_en = "The cursor is not of this list; start again from the first page"


class TemporarilyUnavailable(DomainError):
    """The database or a neighbour is away."""

    code = "platform.temporarily-unavailable"
    category = Category.UNAVAILABLE
    title_zh = "系统繁忙，请稍后用同一个幂等键重试"
    title_en = "Busy; try again later with the same Idempotency-Key"
    retryable = True


class Unexpected(DomainError):
    """Our fault."""

    code = "platform.unexpected"
    category = Category.UNEXPECTED
    title_zh = "系统内部错误，请凭 request_id 联系我们"
    title_en = "Our fault; tell us the request_id"
