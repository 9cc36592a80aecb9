"""Host names to addresses, by the system's resolver."""
from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from typing import Final

from services.partners.domain.target import Target

_TIMEOUT_SECONDS: Final = 3.0


class SystemResolver:
    """Port `Resolver`: asks once, waits three seconds; no answer is no address."""

    async def addresses(self, target: Target) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, TimeoutError, UnicodeError):
            return ()
        return tuple(dict.fromkeys(str(item[4][0]) for item in found))
