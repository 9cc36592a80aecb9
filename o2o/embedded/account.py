"""The user that runs Postgres when the platform is started by root: Postgres refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess

from o2o.errors import PlatformError
from o2o.processes import Account

ACCOUNT_NAME = "o2o-postgres"
FALLBACK_NAME = "nobody"


def server_account() -> Account | None:
    """None for an ordinary user, who runs Postgres himself; for root a user of the server's own, made at first need."""
    if os.geteuid() != 0:
        return None
    entry = _find(ACCOUNT_NAME) or _create() or _find(FALLBACK_NAME)
    if entry is None:
        raise PlatformError(
            zh="不能以 root 身份运行 Postgres,也无法建立专用用户。请改用普通用户运行。",
            en="Postgres refuses to run as root and no user for it could be made. Run this as an ordinary user.",
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _find(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _create() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd")
    if useradd is None:
        return None
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    subprocess.run([*command, ACCOUNT_NAME], stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=30)
    return _find(ACCOUNT_NAME)
