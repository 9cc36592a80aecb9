"""`o2o demo`: start everything, one customer's story, 300 real applicants, a year, every invariant, a report, stop."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from o2o.cli import print_step
from o2o.demo.applications import Outcome, everybody_applies
from o2o.demo.evidence import Evidence, gather
from o2o.demo.measures import Phases
from o2o.demo.population import population
from o2o.demo.release_card import release_card
from o2o.demo.report import print_report, write_report
from o2o.demo.year import Year, live_through
from o2o.end_of_day import OPERATOR, business_date
from o2o.journeys.main_road import run as run_story
from o2o.journeys.narration import Narrator
from o2o.journeys.scene import Scene
from o2o.options import Options
from o2o.platform import Platform
from o2o.training.train import Training, train
from o2o.verify.cli import print_verdicts, verify
from o2o.world.bank import Bank

DAYS_IN_YEAR = 365

app = typer.Typer(add_completion=False)


@dataclass
class Result:
    """What the main job produced."""

    training: Training
    story: list[dict[str, Any]]
    outcomes: list[Outcome]
    year: Year
    phases: Phases


@app.command()
def main(
    applicants: Annotated[int, typer.Option(help="How many of the 300 apply. 申请人数。", min=1, max=300)] = 300,
    days: Annotated[int, typer.Option(help="Simulated days after the applications. 模拟天数。", min=1, max=730)] = DAYS_IN_YEAR,
    hold: Annotated[bool, typer.Option("--hold", help="Leave everything running (HOLD=1). 结束后保持运行。")] = False,
    language: Annotated[str, typer.Option("--language", help="zh or en for the terminal's report. 报告语言。")] = "zh",
) -> None:
    """The main job on real applicants. 用真实申请人走完主流程。"""
    console = Console()
    keep = hold or os.environ.get("HOLD") == "1"
    phases = Phases()
    with phases.phase("start"):
        platform = Platform.start(Options.from_environment(fresh=True), leave_running=keep, on_step=print_step)
    with platform:
        console.print(f"\n[bold]实时页面 Live page: {platform.urls['ops']}/stream[/bold]\n")
        holds = asyncio.run(_main_job(platform, console, phases, applicants=applicants, days=days, language=language))
        if keep:
            console.print("\n平台仍在运行 · Everything is still running · make down")
        else:
            with phases.phase("stop"):
                platform.stop()
    raise typer.Exit(0 if holds else 1)


async def _main_job(platform: Platform, console: Console, phases: Phases, *, applicants: int, days: int, language: str) -> bool:
    async with Bank.of(platform) as bank:
        result = await _live(bank, console, phases, applicants=applicants, days=days)
        with phases.phase("verify"):
            verdicts = await verify(platform)
        with phases.phase("report"):
            evidence: Evidence = await gather(bank, result.outcomes, result.training)
        folder = write_report(platform.run.reports, evidence, result, verdicts, await _replay(bank))
    print_report(console, evidence, result, verdicts, language)
    print_verdicts(console, verdicts)
    console.print(f"\n报告 Report: {folder / 'report.html'}\n回放 Replay: {folder / 'replay.html'}")
    return all(verdict.finding.holds for verdict in verdicts)


async def _live(bank: Bank, console: Console, phases: Phases, *, applicants: int, days: int) -> Result:
    with phases.phase("train"):
        training = await asyncio.to_thread(train)
        await release_card(bank, training, console)
    with phases.phase("story"):
        narrator = Narrator(console, bank.actor(OPERATOR))
        storied = await run_story(Scene.of(bank, narrator))
    with Progress(console=console) as progress:
        with phases.phase("applications"):
            today = await business_date(bank.actor(OPERATOR))
            candidates = population(today, applicants)
            task = progress.add_task("申请 Applications", total=len(candidates))
            outcomes = await everybody_applies(bank, candidates, lambda: progress.advance(task))
        with phases.phase("year"):
            task = progress.add_task("一年 A year", total=days)
            subjects = {outcome.customer.party_id: outcome.candidate.person.subject for outcome in outcomes}
            subjects[storied.party_id] = storied.person.subject

            def tell(day: date) -> None:
                progress.update(task, advance=1, description=f"一年 A year  {day}")

            year = await live_through(bank, days, subjects, tell)
    return Result(training, narrator.told, outcomes, year, phases)


async def _replay(bank: Bank) -> str:
    """The live page with its events inside, as ops builds it."""
    token = await bank.token(OPERATOR)
    response = await bank.http.get(f"{bank.urls['ops']}/v1/events/replay.html", headers={"Authorization": f"Bearer {token}"})
    response.raise_for_status()
    return response.text
