"""structlog JSON lines with redaction: what looks like personal data or a secret never reaches a log."""
from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET_KEYS = re.compile(r"(password|secret|token|authorization|cookie|api_key|private_key|code_verifier)", re.IGNORECASE)
_PERSONAL_KEYS = frozenset({"name", "id_number", "phone", "card_number", "address", "account_no"})
_PERSONAL_TEXT = re.compile(
    r"(?<![0-9a-f-])(?:\d{17}[\dXx]|1[3-9]\d{9}|[3-6]\d{15,18})(?![0-9a-f-])"
)
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_REDACTED = "[redacted]"
_MAX_DEPTH = 6


def redact(value: Any, depth: int = 0) -> Any:
    """The value with identity numbers, phones, cards, tokens and secret-named fields blotted out."""
    if depth > _MAX_DEPTH:
        return _REDACTED
    if isinstance(value, str):
        return _JWT.sub(_REDACTED, _PERSONAL_TEXT.sub(_REDACTED, value))
    if isinstance(value, dict):
        return {key: _redact_field(str(key), item, depth) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redact(item, depth + 1) for item in value]
    return value


def _redact_field(key: str, value: Any, depth: int) -> Any:
    if _SECRET_KEYS.search(key) or key in _PERSONAL_KEYS:
        return _REDACTED
    return redact(value, depth + 1)


def _redact_event(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in list(event):
        event[key] = _redact_field(key, event[key], 0)
    return event


def configure_logging(service: str, level: str) -> None:
    """JSON lines on standard output; the standard library's loggers go the same way."""
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact_event,
    ]
    structlog.configure(
        processors=[*processors, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(ensure_ascii=False), foreign_pre_chain=processors
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(service=service)


def logger() -> Any:
    """A logger; bind facts as keywords: `logger().info("line activated", line_id=...)`."""
    return structlog.get_logger()
