"""`o2o verify`: waits until the platform is at rest, then checks every invariant in one snapshot."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import asyncpg
import typer
from rich.console import Console
from rich.table import Table

from o2o.errors import PlatformError
from o2o.platform import Platform
from o2o.topology import SERVICES
from o2o.verify.finding import Finding, Invariant
from o2o.verify.registry import INVARIANTS
from o2o.verify.snapshot import snapshot
from o2o.world.waiting import NeverCame, until
from shared.schemas.registry import SUBSCRIPTIONS, wanted_by

QUIET_SECONDS = 60.0
_BUSY = """
SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL) +
       (SELECT count(*) FROM due_command WHERE done_at IS NULL AND due_at <= now() AND attempts < 20)
"""
_COUNT = "SELECT count(*) FROM outbox WHERE type = ANY($1)"

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One invariant and what it found."""

    invariant: Invariant
    finding: Finding


async def verify(platform: Platform) -> list[Verdict]:
    """All invariants of a running platform; PlatformError when it does not come to rest within a minute."""
    try:
        await until(lambda: _is_quiet(platform), what="a moment in which no event is under way", seconds=QUIET_SECONDS)
    except NeverCame as never:
        raise PlatformError(zh="60 秒内仍有事件在途,无法核对。", en=f"Not quiet within 60 s: {never}.") from never
    names = tuple(service.name for service in SERVICES)
    async with snapshot(platform.verifier_url, names, platform.run.logs) as taken:
        return [Verdict(invariant, await invariant.check(taken)) for invariant in INVARIANTS]


async def _is_quiet(platform: Platform) -> bool:
    """Outboxes and due work are empty, and every subscriber's inbox has as many events as were published for it."""
    connections = {name: await asyncpg.connect(platform.verifier_url(name), timeout=5) for name in SUBSCRIPTIONS}
    try:
        for connection in connections.values():
            if await connection.fetchval(_BUSY):
                return False
        for consumer, connection in connections.items():
            wanted = list(wanted_by(consumer))
            published = sum([await producer.fetchval(_COUNT, wanted) for producer in connections.values()])
            if await connection.fetchval("SELECT count(*) FROM inbox") != published:
                return False
        return True
    finally:
        for connection in connections.values():
            await connection.close()


def print_verdicts(console: Console, verdicts: list[Verdict]) -> None:
    """One line an invariant, with the counts it compared."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for verdict in verdicts:
        invariant, finding = verdict.invariant, verdict.finding
        mark = "[green]✓[/green]" if finding.holds else "[red]✗[/red]"
        table.add_row(mark, invariant.id, f"{invariant.zh}\n[dim]{invariant.en}[/dim]", finding.summary)
    console.print(table)
    broken = [verdict.invariant.id for verdict in verdicts if not verdict.finding.holds]
    if broken:
        console.print(f"\n[red]✗ 不成立 broken: {', '.join(broken)}[/red]")
    else:
        console.print(f"\n[green]✓ {len(verdicts)} 项不变量全部成立 · all {len(verdicts)} invariants hold[/green]")


def check_running(console: Console) -> int:
    """Verifies the platform that runs; 0 when everything holds."""
    verdicts = asyncio.run(verify(Platform.running()))
    print_verdicts(console, verdicts)
    return 0 if all(verdict.finding.holds for verdict in verdicts) else 1


@app.command()
def main() -> None:
    """Check every invariant of the running platform. 核对全部不变量。"""
    raise typer.Exit(check_running(Console()))
