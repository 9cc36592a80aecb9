"""The machines the issuer knows: the bank's services, the operator's tool, and partners."""
from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

AUDIENCES = ("onboarding", "scoring", "credit", "collections", "partners", "ops", "sandbox")
TOOL_CLIENT = "o2o-tool"
_VAULT = "onboarding:party-disclosures"
_GRANTED: Mapping[str, tuple[str, ...]] = {
    "onboarding": ("identity:*", "sms:*"),
    "scoring": (_VAULT, "bureau:*", "courts:*", "registry:*", "tax:*"),
    "credit": (_VAULT, "corebank:*", "sms:*"),
    "collections": (_VAULT, "sms:*", "people:*"),
    "partners": (),
    "ops": ("ops:*",),
}
"""Scopes each service may ask for; `bureau:*` is every scope of the bureau."""


class ClientKind(Enum):
    """The TOOL may act as any demo person; a PARTNER's token names him."""

    SERVICE = "service"
    TOOL = "tool"
    PARTNER = "partner"


def client_kind(client_id: str) -> ClientKind:
    """What a client is by its id: whoever is neither a service nor the tool is a partner."""
    if client_id == TOOL_CLIENT:
        return ClientKind.TOOL
    return ClientKind.SERVICE if client_id in _GRANTED else ClientKind.PARTNER


def may_have(client_id: str, scope: str) -> bool:
    """Whether the issuer gives a client that scope. The tool runs a demo bank's operations and may have any.

    A partner may have the scopes of the partner interface.
    """
    match client_kind(client_id):
        case ClientKind.TOOL:
            return True
        case ClientKind.PARTNER:
            return scope.startswith("partners:")
        case ClientKind.SERVICE:
            return any(scope == granted or granted == f"{scope.partition(':')[0]}:*" for granted in _GRANTED[client_id])
