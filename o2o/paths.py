"""Where the platform keeps what it makes: one folder, `.run/` unless O2O_RUN_DIRECTORY names another."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class RunDirectory:
    """The layout of `.run/`. Nothing here creates anything but `create`."""

    root: Path

    @classmethod
    def from_environment(cls) -> RunDirectory:
        return cls(Path(os.environ.get("O2O_RUN_DIRECTORY") or PROJECT_ROOT / ".run").resolve())

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.json"

    @property
    def issuer_key(self) -> Path:
        return self.root / "keys" / "issuer.pem"

    @property
    def environments(self) -> Path:
        return self.root / "env"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    @property
    def lock(self) -> Path:
        return self.root / "supervisor.lock"

    @property
    def broker(self) -> Path:
        return self.root / "broker"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def sockets(self) -> Path:
        """A short folder under the temp directory: a Unix socket's path may not exceed 107 bytes, wherever the project lies."""
        base = Path(tempfile.gettempdir())
        if len(os.fsencode(base)) > 70:
            base = Path("/tmp")  # noqa: S108 - the folder inside is private and its owner is checked before use
        return base / f"o2o-{sha256(os.fsencode(self.root)).hexdigest()[:12]}"

    def create(self) -> None:
        """Make the folders that several writers share; the root is closed to other users."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.issuer_key.parent, self.environments, self.logs, self.broker, self.reports):
            folder.mkdir(exist_ok=True, mode=0o700)
