"""Refusals of ops' own routes."""
from __future__ import annotations

from shared.kernel.errors import Category, DomainError


class TooManyStreams(DomainError):
    """Every place at the live stream is taken."""

    code = "ops.too-many-streams"
    category = Category.UNAVAILABLE
    title_zh = "观看实时动态的人数已满，请稍后再试"
    title_en = "Every place at the live stream is taken; try again later"
    retryable = True


class CrossSiteRequest(DomainError):
    """A write that another site may have caused: its CSRF token or origin is missing or foreign."""

    code = "ops.cross-site-request"
    category = Category.FORBIDDEN
    title_zh = "请求来源无法确认，请刷新页面后重试"
    title_en = "The request may come from another site; reload the page and try again"


class SignInAgain(DomainError):
    """The person's access token has run out; the session alone opens no other service."""

    code = "ops.sign-in-again"
    category = Category.UNAUTHENTICATED
    title_zh = "登录已过期，请重新登录"
    title_en = "Your sign-in has run out; sign in again"


class AnswerTooLarge(DomainError):
    """A service answered with more than is passed on."""

    code = "ops.answer-too-large"
    category = Category.UNAVAILABLE
    title_zh = "返回内容过大，请缩小查询范围"
    title_en = "The answer is too large; narrow the query"
