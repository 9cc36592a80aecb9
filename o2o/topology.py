"""Which processes make up the platform on one machine, and their ports before the offset."""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK = "127.0.0.1"
POSTGRES_PORT = 25432
BROKER_PORT = 29092
VERIFIER = "verifier"


@dataclass(frozen=True, slots=True)
class Service:
    """A Python process of the platform; its database and role carry its name."""

    name: str
    port: int

    @property
    def module(self) -> str:
        return f"services.{self.name}.main"


SANDBOX = Service("sandbox", 8090)
BANK_SERVICES = (
    Service("onboarding", 8001),
    Service("scoring", 8002),
    Service("credit", 8003),
    Service("collections", 8004),
    Service("partners", 8005),
    Service("ops", 8006),
)
SERVICES = (*BANK_SERVICES, SANDBOX)
DEMO_CLIENTS = ("o2o-tool", "core-firm")
"""OIDC clients besides the services' own: the operator's tool, and the core firm that calls the partner API."""
