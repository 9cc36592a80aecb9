"""`o2o train`: trains, writes, and says whether the shipped card was reproduced."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from o2o.errors import PlatformError
from o2o.paths import RunDirectory

app = typer.Typer(add_completion=False)


@app.command()
def train(
    out: Annotated[Path | None, typer.Option(help="Folder for card, policy, metrics and report. 输出目录。")] = None,
) -> None:
    """Train the application card on the fixed 700 real applicants. 用固定的 700 名真实申请人训练评分卡。"""
    folder = out or RunDirectory.from_environment().reports / "training"
    print(run_training(folder))
    print(f"报告 Report: {folder / 'report.md'}")


def run_training(folder: Path) -> str:
    """Writes card, policy, metrics and report into `folder`; returns one line for people.

    Raises PlatformError when the training packages are not installed.
    """
    try:
        from o2o.training.artefact import sha256_of
        from o2o.training.train import train as run
    except ModuleNotFoundError as error:
        raise PlatformError(
            zh=f"训练缺少软件包 {error.name}：请安装扩展 pip install '.[train]'",
            en=f"Training needs the package {error.name}: pip install '.[train]'",
        ) from error
    training = run()
    training.write(folder)
    held_out = training.metrics["held_out"]
    same = "same as shipped 与随附评分卡一致" if training.is_as_shipped else "NOT the same as shipped 与随附评分卡不一致"
    return (
        f"card {sha256_of(training.card)[:12]}, {same}; AUC on the 300 held out {held_out['auc']} "
        f"({held_out['auc_95'][0]} to {held_out['auc_95'][1]}), KS {held_out['ks']}; {training.seconds:.1f} s"
    )
