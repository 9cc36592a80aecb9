"""Sixteen connections that draw as fast as they are answered, over bare sockets so that the measuring costs little."""
from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import md5
from uuid import UUID

CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Outcome:
    """Milliseconds of each answer and the seconds from the first request to the last answer."""

    latencies_ms: list[float]
    seconds: float


def made_id(text: str) -> str:
    """The id that `prepare.sql` makes from a text."""
    return str(UUID(md5(text.encode()).hexdigest()))  # noqa: S324  an id, not a secret


def request_bytes(customer: int, sheet: int, token: str) -> bytes:
    """One drawdown as it goes over the wire."""
    body = json.dumps(
        {
            "amount_fen": 1_000_000,
            "term_months": 12,
            "method": "EQ_INST",
            "purpose_code": "STOCK",
            "cost_sheet_id": made_id(f"sheet{customer}-{sheet}"),
        }
    )
    return (
        f"POST /v1/lines/{made_id(f'line{customer}')}/drawdowns HTTP/1.1\r\nHost: credit\r\n"
        f"Authorization: Bearer {token}\r\nIdempotency-Key: {customer}-{sheet}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def draw(ports: Sequence[int], customers: int, sheets: int, tokens: Sequence[str]) -> Outcome:
    """Every sheet of every customer, each customer on one connection, connections spread over the workers."""
    latencies: list[float] = []

    def requests_of(connection: int) -> Iterator[bytes]:
        for customer in range(connection, customers, CONNECTIONS):
            for sheet in range(sheets):
                yield request_bytes(customer, sheet, tokens[customer])

    async def run(connection: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", ports[connection % len(ports)])
        for request in requests_of(connection):
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 201"):
                raise SystemExit(f"a drawdown was refused: {head.decode()}{await reader.read(400)!r}")
            await reader.readexactly(_content_length(head))
            latencies.append((time.perf_counter() - began) * 1000)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(run(connection) for connection in range(CONNECTIONS)))
    return Outcome(sorted(latencies), time.perf_counter() - began)


def _content_length(head: bytes) -> int:
    line = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return int(line.partition(b":")[2])
