"""`o2o`: the operator's commands. Each imports what it needs only when it is called, so that `o2o --help` is quick."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated

import typer

from o2o.errors import PlatformError
from o2o.state import Step

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Run, watch and check the platform. 运行、观察与检查平台。")

DELEGATED = {
    "demo": ("o2o.demo.run", "The whole story on real applicants, checked. 用真实申请人走完全流程。"),
    "journey": ("o2o.journeys.cli", "List or run a customer's journey through the public APIs. 客户旅程。"),
    "verify": ("o2o.verify.cli", "Check every invariant of the running platform. 核对全部不变量。"),
    "eod": ("o2o.end_of_day", "Close business days. 日终。"),
    "events": ("o2o.event_tail", "Follow the events as they happen. 跟踪事件。"),
    "train": ("o2o.training.cli", "Train the scorecard from the committed data. 训练评分卡。"),
}


@contextmanager
def _plain_words() -> Iterator[None]:
    """What stops a command is told in two sentences, not as a traceback."""
    try:
        yield
    except PlatformError as error:
        print(f"\n✗ {error.zh}\n  {error.en}", file=sys.stderr)
        raise typer.Exit(1) from None


def _delegate(name: str, module: str, summary: str) -> None:
    """A command whose module brings its own typer `app`: arguments and `--help` go to it untouched."""

    @app.command(name, help=summary, add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
    def command(context: typer.Context) -> None:
        with _plain_words():
            import_module(module).app(args=context.args, prog_name=f"o2o {name}")


for _name, (_module, _summary) in DELEGATED.items():
    _delegate(_name, _module, _summary)


def print_step(step: Step) -> None:
    """One line per finished step."""
    print(f"  ✓ {step.zh} · {step.en}  {step.seconds:.1f} s", flush=True)


@app.command()
def up(*, fresh: Annotated[bool, typer.Option("--fresh", help="Start with empty databases. 清空数据库。")] = False) -> None:
    """Start the platform and leave it running. 启动平台。"""
    from o2o.options import Options
    from o2o.platform import Platform

    with _plain_words():
        platform = Platform.start(Options.from_environment(fresh=fresh), leave_running=True, on_step=print_step)
        for name, url in platform.urls.items():
            print(f"  {name:<12} {url}")
        print(f"\n实时页面 Live page: {platform.urls['ops']}/stream\n停止 Stop: make down")


@app.command()
def down(*, erase: Annotated[bool, typer.Option("--erase", help="Delete the databases as well. 同时删除数据。")] = False) -> None:
    """Stop the platform. 停止平台。"""
    from o2o.erase import erase_data
    from o2o.paths import RunDirectory
    from o2o.platform import Platform
    from o2o.state import supervisor_process

    run = RunDirectory.from_environment()
    with _plain_words():
        if supervisor_process(run) is None:
            print("平台没有在运行。 The platform is not running.")
        else:
            Platform.stop_running(run, on_step=print_step)
        if erase:
            erase_data(run)


@app.command()
def doctor() -> None:
    """What this machine can and cannot run, and why. 检查本机。"""
    from o2o.doctor import examine, print_findings

    with _plain_words():
        raise typer.Exit(print_findings(examine()))


@app.command()
def features() -> None:
    """Which of the mission's features the last test run proves. 功能覆盖。"""
    from o2o.feature_report import print_report

    with _plain_words():
        print_report()


@app.command()
def migrate() -> None:
    """Bring the running platform's databases to their newest revisions. 迁移数据库。"""
    from o2o.revisions import migrate_running

    with _plain_words():
        print(", ".join(migrate_running()) or "已是最新 nothing to do")


@app.command()
def revision(service: str, message: str) -> None:
    """Draft a migration from the difference between a service's tables and its running database. 生成迁移草稿。"""
    from o2o.revisions import draft_revision

    with _plain_words():
        draft_revision(service, message)
