"""HTML forms and OAuth's form-encoded requests: small, every field once."""
from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import Request

from services.sandbox.domain.oidc import OAuthRefusal

MAX_FIELDS = 20
MAX_LENGTH = 1200
_CONTENT_TYPE = "application/x-www-form-urlencoded"


class FormFields:
    """The fields of a form by name."""

    def __init__(self, fields: dict[str, str]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> str:
        """A field that must be there; raises OAuthRefusal (invalid_request) without it."""
        if name not in self._fields:
            raise OAuthRefusal("invalid_request", f"{name} is missing")
        return self._fields[name]

    def get(self, name: str) -> str:
        """A field that may be missing; then empty."""
        return self._fields.get(name, "")


async def form_of(request: Request) -> FormFields:
    """Dependency: the form of a request; raises OAuthRefusal (invalid_request) for anything else."""
    if not request.headers.get("content-type", "").lower().startswith(_CONTENT_TYPE):
        raise OAuthRefusal("invalid_request", f"send {_CONTENT_TYPE}")
    try:
        text = (await request.body()).decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError as error:
        raise OAuthRefusal("invalid_request", "the form cannot be read") from error
    fields = dict(pairs)
    if len(fields) != len(pairs) or any(len(value) > MAX_LENGTH for value in fields.values()):
        raise OAuthRefusal("invalid_request", "a field is repeated or too long")
    return FormFields(fields)
