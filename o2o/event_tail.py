"""`o2o events tail`: the live stream in the terminal, in the sentences of the live page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.text import Text

from o2o.end_of_day import OPERATOR
from o2o.errors import PlatformError
from o2o.platform import Platform
from o2o.world.bank import Bank
from shared.kernel.clock import shanghai_time
from shared.messaging.codec import instant

SILENCE_SECONDS = 45.0
"""The stream breathes every 15 s; three breaths missed and the connection is made anew."""
PAUSE_SECONDS = 1.0
MAX_FAILURES = 30
_STYLES = {"RISK": "red", "GOOD": "green", "PLAIN": ""}

app = typer.Typer(add_completion=False, no_args_is_help=True)


class Language(Enum):
    """The two languages of every sentence."""

    ZH = "zh"
    EN = "en"


@dataclass(slots=True)
class Frame:
    """One message of the stream; `kind` is empty for an event of the log."""

    kind: str = ""
    data: str = ""
    last_id: str | None = None


@app.callback()
def events() -> None:
    """The events of the running platform. 事件。"""


@app.command()
def tail(
    *,
    recent: Annotated[int, typer.Option(help="Begin with the newest so many. 从最近多少条开始。", min=0, max=500)] = 20,
    language: Annotated[Language, typer.Option(help="Language of the sentences. 语言。")] = Language.ZH,
    party: Annotated[str | None, typer.Option(help="Only this party. 只看某客户。")] = None,
    correlation: Annotated[str | None, typer.Option(help="Only this journey. 只看某笔业务。")] = None,
    kind: Annotated[list[str] | None, typer.Option("--type", help="Only this event type; may be repeated. 只看某类事件。")] = None,
    word: Annotated[str | None, typer.Option("--word", help="Only events that mention this. 含有某词。")] = None,
    technical: Annotated[bool, typer.Option("--technical", help="Also type, topic, offset and ids. 技术信息。")] = False,
) -> None:
    """Follow the events until Ctrl-C. 跟踪事件,按 Ctrl-C 结束。"""
    wanted = {"party_id": party, "correlation_id": correlation, "type": kind, "q": word}
    query = {name: value for name, value in wanted.items() if value} | {"recent": recent}
    console = Console(highlight=False)
    with suppress(KeyboardInterrupt):
        asyncio.run(_print_events(console, query, language, technical=technical))


async def _print_events(console: Console, query: Mapping[str, Any], language: Language, *, technical: bool) -> None:
    async with Bank.of(Platform.running()) as bank:
        async for frame in follow(bank, query):
            if frame.kind == "":
                console.print(line(json.loads(frame.data), language, technical=technical), soft_wrap=True)
            elif frame.kind == "gap":
                missed = json.loads(frame.data)["count"]
                console.print(f"… {missed} 个事件未显示 · {missed} events not shown", style="yellow")


async def follow(bank: Bank, query: Mapping[str, Any]) -> AsyncIterator[Frame]:
    """Events, figures and gaps without end: resumes after the last id, gives up after 30 failures in a row."""
    last_id: str | None = None
    failures = 0
    while True:
        resume = {"Last-Event-ID": last_id} if last_id else {}
        try:
            async for frame in _one_connection(bank, query, resume):
                failures = 0
                last_id = frame.last_id or last_id
                if frame.data:
                    yield frame
        except httpx.TransportError as error:
            failures += 1
            if failures == MAX_FAILURES:
                raise PlatformError(zh="运营服务没有应答,事件流中断。", en="Ops does not answer; the stream is lost.") from error
        await asyncio.sleep(PAUSE_SECONDS)


async def _one_connection(bank: Bank, query: Mapping[str, Any], resume: Mapping[str, str]) -> AsyncIterator[Frame]:
    headers = {"Authorization": f"Bearer {await bank.token(OPERATOR)}", **resume}
    timeout = httpx.Timeout(10.0, read=SILENCE_SECONDS)
    url = f"{bank.urls['ops']}/v1/events/stream"
    async with bank.http.stream("GET", url, params=dict(query), headers=headers, timeout=timeout) as response:
        if response.status_code != httpx.codes.OK:
            await response.aread()
            answer = f"{response.status_code} {response.text[:200]}"
            raise PlatformError(zh=f"事件流拒绝连接:{answer}", en=f"The stream refused: {answer}")
        frame = Frame()
        async for text in response.aiter_lines():
            if text == "":
                yield frame
                frame = Frame()
            else:
                _take(frame, text)


def _take(frame: Frame, text: str) -> None:
    """One line of the stream into its frame (HTML standard, server-sent events); comments are passed over."""
    name, _, value = text.partition(":")
    value = value.removeprefix(" ")
    if name == "data":
        frame.data += value
    elif name == "event":
        frame.kind = value
    elif name == "id":
        frame.last_id = value


def line(event: Mapping[str, Any], language: Language, *, technical: bool) -> Text:
    """Time, sentence and, if asked, where the event lies; red only for money at risk and blocked contacts."""
    at = shanghai_time(instant(event["occurred_at"]))
    text = Text(f"{event['log_id']:>7}  {at:%H:%M:%S}  ", style="dim")
    text.append(event[language.value], style=_STYLES[event["tone"]])
    if technical:
        place = f"{event['topic']}[{event['partition']}]@{event['offset']}"
        ids = f"party {event['party_id'] or '—'}  correlation {event['correlation_id']}"
        text.append(f"\n{'':>19}{event['type']}  {place}  {ids}", style="dim")
    return text
