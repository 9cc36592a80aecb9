"""Carries webhooks over HTTP: to the very address that was checked, without redirects, proxies or patience."""
from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import httpx

from services.partners.application.ports import Parcel, Resolver, Signer
from services.partners.domain.delivery import EXCERPT_BYTES, Attempt
from services.partners.domain.target import Network, Target, parse_target, permitted_address
from shared.kernel.clock import Clock
from shared.kernel.errors import DomainError, Unavailable

CONNECT_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 15.0
ANSWER_BYTES: Final = 64 * 1024
PER_ENDPOINT: Final = 4
_USER_AGENT: Final = "o2o-webhooks/1"


class HttpCourier:
    """Port `Courier`. At most four tries of one endpoint run at once; a fifth comes back a little later,
    so that a slow receiver does not hold up the others."""

    def __init__(
        self, http: httpx.AsyncClient, signer: Signer, resolver: Resolver, clock: Clock, allowed: Sequence[Network]
    ) -> None:
        self._http = http
        self._signer = signer
        self._resolver = resolver
        self._clock = clock
        self._allowed = allowed
        self._running: dict[str, int] = defaultdict(int)

    async def carry(self, parcel: Parcel) -> Attempt:
        """What the try came to. Raises Unavailable when the endpoint is busy with others of ours."""
        if self._running[parcel.endpoint_id] >= PER_ENDPOINT:
            raise Unavailable(system="endpoint")
        self._running[parcel.endpoint_id] += 1
        started = self._clock.monotonic()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                status, headers, excerpt = await self._post(parcel)
        except DomainError as error:
            return Attempt(None, error.code, self._since(started))
        except TimeoutError:
            return Attempt(None, "timeout", self._since(started))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Attempt(None, type(error).__name__, self._since(started))
        finally:
            self._running[parcel.endpoint_id] -= 1
            if not self._running[parcel.endpoint_id]:
                del self._running[parcel.endpoint_id]
        return Attempt(status, None, self._since(started), excerpt, _retry_after(headers))

    async def _post(self, parcel: Parcel) -> tuple[int, httpx.Headers, str]:
        target = parse_target(parcel.url)
        address = permitted_address(target, await self._resolver.addresses(target), self._allowed)
        request = self._http.build_request(
            "POST",
            _url(target, str(address)),
            content=parcel.body,
            headers=self._headers(parcel, target),
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            extensions={"sni_hostname": target.host},
        )
        response = await self._http.send(request, stream=True, follow_redirects=False)
        try:
            return response.status_code, response.headers, await _excerpt(response)
        finally:
            await response.aclose()

    def _headers(self, parcel: Parcel, target: Target) -> dict[str, str]:
        timestamp = int(self._clock.now().timestamp())
        return {
            "Host": target.authority,
            "Content-Type": "application/json",
            "User-Agent": _USER_AGENT,
            "webhook-id": parcel.webhook_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": self._signer.sign(parcel, timestamp),
        }

    def _since(self, started: float) -> int:
        return int((self._clock.monotonic() - started) * 1000)


def _url(target: Target, address: str) -> str:
    host = f"[{address}]" if ":" in address else address
    return f"{target.scheme}://{host}:{target.port}{target.path}"


async def _excerpt(response: httpx.Response) -> str:
    """The first kilobyte of the answer; nothing beyond 64 kB is read."""
    read = bytearray()
    async for chunk in response.aiter_raw():
        read += chunk
        if len(read) >= ANSWER_BYTES:
            break
    return bytes(read[:EXCERPT_BYTES]).decode(errors="replace").replace("\x00", "\ufffd")


def _retry_after(headers: httpx.Headers) -> int | None:
    text = headers.get("retry-after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None
