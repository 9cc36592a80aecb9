"""What the HTTP edge of this service needs from the outside before it can issue a command."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.partners.application.ports import Resolver, Signer
from services.partners.domain.target import Network, parse_target, permitted_address


@dataclass(frozen=True, slots=True)
class WebhookEdge:
    """Keys are made and names resolved outside any transaction."""

    signer: Signer
    resolver: Resolver
    allowed: Sequence[Network]

    async def require_permitted(self, url: str) -> None:
        """Raises UrlRefused, HostUnknown or AddressRefused unless a webhook may go there."""
        target = parse_target(url)
        permitted_address(target, await self.resolver.addresses(target), self.allowed)
