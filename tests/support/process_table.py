"""Which processes of a run are alive, by what the kernel says."""

from __future__ import annotations

import os
from pathlib import Path

from o2o.paths import RunDirectory


def processes_of(run: RunDirectory) -> dict[int, str]:
    """Command line by process id, of every living process that the run directory's platform started."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            environment = (folder / "environ").read_bytes()
            files = [os.readlink(entry) for entry in (folder / "fd").iterdir()]  # noqa: PTH115 - sockets are no paths
        except OSError:
            continue  # ended meanwhile, or somebody else's
        marks = (os.fsencode(run.root), os.fsencode(run.sockets))
        if any(mark in command or mark in environment for mark in marks) or any(file.startswith(str(run.logs)) for file in files):
            found[int(folder.name)] = command.replace(b"\0", b" ").decode("utf-8", "replace")
    found.pop(os.getpid(), None)
    return found
