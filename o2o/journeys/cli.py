"""`o2o journey list` and `o2o journey run <id>`."""

from __future__ import annotations

import asyncio
import os
from typing import Annotated

import typer
from rich.console import Console

from o2o.end_of_day import OPERATOR
from o2o.errors import PlatformError
from o2o.journeys.narration import Narrator
from o2o.journeys.registry import JOURNEYS, Journey
from o2o.journeys.scene import Scene
from o2o.platform import Platform
from o2o.world.bank import Bank

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command("list")
def list_journeys() -> None:
    """Which journeys can be run. 列出旅程。"""
    for journey in JOURNEYS.values():
        print(f"{journey.id:<6} {journey.title_zh} · {journey.title_en}")


@app.command()
def run(
    journey_id: Annotated[str, typer.Argument(help="Id as listed. 旅程编号。")],
    base: Annotated[
        str | None, typer.Option(help="Services at {base}:8001…8090 instead of the running platform; O2O_TOOL_SECRET signs in.")
    ] = None,
    *,
    verify: Annotated[bool, typer.Option(help="Check every invariant afterwards. 结束后核对不变量。")] = True,
) -> None:
    """Run one journey through the public APIs and print what happens. 运行一个旅程。"""
    journey = JOURNEYS.get(journey_id)
    if journey is None:
        raise PlatformError(
            zh=f"没有旅程 {journey_id};可选:{', '.join(JOURNEYS)}", en=f"No journey {journey_id}; there are {', '.join(JOURNEYS)}."
        )
    console = Console()
    console.print(f"[bold]{journey.title_zh}[/bold] · {journey.title_en}\n")
    asyncio.run(_run(journey, console, base))
    if verify and base is None:
        from o2o.verify.cli import check_running

        raise typer.Exit(check_running(console))


async def _run(journey: Journey, console: Console, base: str | None) -> None:
    async with _bank(base) as bank:
        narrator = Narrator(console, bank.actor(OPERATOR))
        await journey.run(Scene.of(bank, narrator))
        console.print("\n✓ 旅程完成 · The journey reached its end")


def _bank(base: str | None) -> Bank:
    if base is None:
        return Bank.of(Platform.running())
    from o2o.topology import SERVICES

    return Bank({service.name: f"{base}:{service.port}" for service in SERVICES}, os.environ.get("O2O_TOOL_SECRET", ""))
