"""The machines the issuer knows: the bank's services, the operator's tool, and partners."""
from __future__ import annotations

from enum import Enum

AUDIENCES = ("onboarding", "scoring", "credit", "collections", "partners", "ops", "sandbox")
TOOL_CLIENT = "o2o-tool"
_SERVICES = frozenset({"onboarding", "scoring", "credit", "collections", "partners", "ops"})


class ClientKind(Enum):
    """The TOOL may act as any demo person; a PARTNER's token names him."""

    SERVICE = "service"
    TOOL = "tool"
    PARTNER = "partner"


def client_kind(client_id: str) -> ClientKind:
    """What a client is by its id: whoever is neither a service nor the tool is a partner."""
    if client_id == TOOL_CLIENT:
        return ClientKind.TOOL
    return ClientKind.SERVICE if client_id in _SERVICES else ClientKind.PARTNER
