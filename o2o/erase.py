"""Deletes a stopped platform's databases and secrets."""

from __future__ import annotations

import shutil

from o2o.embedded.account import server_account
from o2o.embedded.storage import data_home
from o2o.paths import RunDirectory
from o2o.secrets import SecretStore


def erase_data(run: RunDirectory) -> None:
    """Nothing of `.run/` but logs and reports stays; data kept elsewhere for root goes too."""
    if run.secrets.exists():
        shutil.rmtree(data_home(run, server_account(), SecretStore(run.secrets).password("postgres/cluster")))
        run.secrets.unlink()
    for folder in (run.sockets, run.environments, run.issuer_key.parent):
        shutil.rmtree(folder, ignore_errors=True)
