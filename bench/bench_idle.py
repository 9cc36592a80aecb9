"""What the platform costs while nothing happens: CPU share of one core, memory (PSS) of each process, seconds to ready.

`make bench-idle` starts a platform of its own beside a running one, lets it settle, measures, stops.
"""
from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from o2o.options import Options
from o2o.paths import PROJECT_ROOT, RunDirectory
from o2o.platform import Platform
from o2o.state import supervisor_process

PORT_OFFSET = 4000
SETTLE_SECONDS = 10.0
MEASURE_SECONDS = 30.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the platform as the kernel counts it."""

    pid: int
    name: str
    cpu_seconds: float
    pss_mb: float


def main() -> None:
    """Prints the table."""
    options = Options(run=RunDirectory(PROJECT_ROOT / ".run" / "bench"), port_offset=PORT_OFFSET)
    Platform.start(options).stop()
    began = time.monotonic()
    with Platform.start(options) as platform:
        print(f"warm start to all ready: {time.monotonic() - began:.1f} s (aim <= 20)")
        root = supervisor_process(platform.run)
        if root is None:
            raise SystemExit("the platform ended")
        time.sleep(SETTLE_SECONDS)
        before = {process.pid: process for process in processes(root)}
        time.sleep(MEASURE_SECONDS)
        after = processes(root)
    total = 0.0
    for process in sorted(after, key=lambda one: -one.pss_mb):
        share = (process.cpu_seconds - before.get(process.pid, process).cpu_seconds) / MEASURE_SECONDS * 100
        total += share
        if process.pss_mb > 15:
            print(f"{process.name:<28} {process.pss_mb:7.1f} MB PSS  {share:5.2f} % CPU")
    print(f"all {len(after)} processes: {total:.1f} % of one core (aim <= 15)")


def processes(root: int) -> list[Process]:
    """The process `root` and everything below it."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    members, grown = {root}, True
    while grown:
        found = {pid for pid, parent in parents.items() if parent in members} - members
        members |= found
        grown = bool(found)
    return [process for pid in members if (process := _process(pid)) is not None]


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def _process(pid: int) -> Process | None:
    path = Path("/proc") / str(pid)
    try:
        fields = (path / "stat").read_text().rpartition(")")[2].split()
        pss = next(line for line in (path / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
        command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (OSError, StopIteration):
        return None
    return Process(pid, _name(command), (int(fields[11]) + int(fields[12])) / _TICKS, int(pss.split()[1]) / 1024)


def _name(command: str) -> str:
    words = command.split()
    module = next((words[place + 1] for place, word in enumerate(words[:-1]) if word == "-m"), "")
    return module or " ".join(words[:2])[:28]


if __name__ == "__main__":
    main()
