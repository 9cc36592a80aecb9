"""The command behind `o2o train`: trains, writes, and says whether the shipped card was reproduced."""
from __future__ import annotations

from pathlib import Path

from o2o.errors import PlatformError


def run_training(folder: Path) -> str:
    """Writes card, policy, metrics and report into `folder`; returns one line for people.

    Raises PlatformError when the training packages are not installed.
    """
    try:
        from o2o.training.artefact import sha256_of  # noqa: PLC0415 - optional packages
        from o2o.training.train import train  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise PlatformError(f"training needs the package {error.name}: install the extra, pip install '.[train]'") from error
    training = train()
    training.write(folder)
    held_out = training.metrics["held_out"]
    same = "the same as shipped" if training.is_as_shipped else "NOT the same as shipped"
    return (
        f"card {sha256_of(training.card)[:12]}, {same}; AUC on the 300 held out {held_out['auc']} "
        f"({held_out['auc_95'][0]} to {held_out['auc_95'][1]}), KS {held_out['ks']}; {training.seconds:.1f} s"
    )
