"""What this machine can and cannot run, and why."""

from __future__ import annotations

import os
import platform as machine
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from o2o.embedded.broker import broker_binary
from o2o.embedded.storage import wheel_installation
from o2o.errors import PlatformError
from o2o.launch import FREE_BYTES
from o2o.options import Options
from o2o.ports import holder, is_free
from o2o.state import supervisor_process
from o2o.topology import SERVICES

OLDEST_PYTHON = (3, 11)
NEEDED_MEMORY_BYTES = 2 * 1024**3
OLDEST_JAVA = 17
Verdict = Literal["can", "cannot", "without"]
_MARKS = {"can": "[green]✓[/green]", "cannot": "[red]✗[/red]", "without": "[yellow]–[/yellow]"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `without`: the platform runs, but something more does not."""

    subject: str
    verdict: Verdict
    detail: str


def examine() -> list[Finding]:
    """Look at everything; nothing is started or changed."""
    options = Options.from_environment()
    return [
        _python(),
        _machine(),
        _wheel("Postgres", wheel_installation),
        _wheel("消息代理 broker", broker_binary),
        *_ports(options),
        _disk(options.run.root),
        _memory(),
        _user(),
        _apache_kafka(),
        _program("浏览器测试 browser tests", ("chromium", "chromium-browser", "google-chrome")),
        _containers(),
    ]


def print_findings(findings: Sequence[Finding]) -> int:
    """Exit status: 1 if the platform cannot run here."""
    from rich.console import Console
    from rich.table import Table

    table = Table("", "检查 check", "结果 finding")
    for finding in findings:
        table.add_row(_MARKS[finding.verdict], finding.subject, finding.detail)
    console = Console()
    console.print(table)
    able = all(finding.verdict != "cannot" for finding in findings)
    advice = "本机可以运行:make demo。 This machine can run it: make demo." if able else "请先处理 ✗ 各项。 Mend what is marked ✗ first."
    console.print(advice)
    return 0 if able else 1


def _python() -> Finding:
    able = sys.version_info[:2] >= OLDEST_PYTHON
    return Finding("Python", "can" if able else "cannot", f"{machine.python_version()} (≥ {'.'.join(map(str, OLDEST_PYTHON))})")


def _machine() -> Finding:
    able = sys.platform == "linux" and machine.machine() == "x86_64"
    advice = "" if able else " (内嵌服务只有 Linux x86-64,请用 docker compose up · embedded servers: Linux x86-64 only)"
    return Finding("平台 platform", "can" if able else "cannot", f"{sys.platform} {machine.machine()}{advice}")


def _wheel(subject: str, find: object) -> Finding:
    try:
        path = find()  # type: ignore[operator]
    except PlatformError as error:
        return Finding(subject, "cannot", f"{error.zh} {error.en}")
    return Finding(subject, "can", str(path))


def _ports(options: Options) -> list[Finding]:
    if supervisor_process(options.run):
        return [Finding("端口 ports", "can", "平台正在运行 · the platform is running")]
    ports = options.ports(SERVICES)
    taken = [f"{port} ({name}): {holder(port) or '?'}" for name, port in ports.items() if not is_free(port)]
    if taken:
        return [Finding("端口 ports", "cannot", "\n".join([*taken, "O2O_PORT_OFFSET=1000 换一组端口 · moves them all"]))]
    return [Finding("端口 ports", "can", f"{min(ports.values())}-{max(ports.values())} 空闲 free")]


def _disk(folder: Path) -> Finding:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    return Finding("磁盘 disk", "can" if free >= FREE_BYTES else "cannot", f"{free // 1024**2} MB 可用 free ({existing})")


def _memory() -> Finding:
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    available = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    detail = f"{available // 1024**2} MB 可用 available (≥ {NEEDED_MEMORY_BYTES // 1024**2} MB)"
    return Finding("内存 memory", "can" if available >= NEEDED_MEMORY_BYTES else "without", detail)


def _user() -> Finding:
    root = os.geteuid() == 0
    detail = "root:Postgres 以专用用户运行,数据在 /var/tmp · Postgres runs as a user of its own" if root else "普通用户 ordinary user"
    return Finding("用户 user", "can", detail)


def _apache_kafka() -> Finding:
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if missing:
        return Finding("Apache Kafka", "without", f"缺少 missing: {', '.join(missing)} (Java ≥ {OLDEST_JAVA}, Maven)")
    version = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False, timeout=20).stderr  # noqa: S607 - found on PATH above
    number = version.split('"')[1].split(".")[0] if '"' in version else "0"
    able = number.isdecimal() and int(number) >= OLDEST_JAVA
    return Finding("Apache Kafka", "can" if able else "without", f"Java {number} (≥ {OLDEST_JAVA}), Maven")


def _containers() -> Finding:
    """Compose, and a daemon that answers."""
    if shutil.which("docker") is None:
        return Finding("docker compose up", "without", "没有找到 not found: docker")
    questions = {("compose", "version"): "没有 compose 插件 no compose plugin", ("info",): "守护进程没有运行 its daemon does not run"}
    for question, answer in questions.items():
        if subprocess.run(["docker", *question], capture_output=True, check=False, timeout=20).returncode:  # noqa: S607 - found on PATH above
            return Finding("docker compose up", "without", answer)
    return Finding("docker compose up", "can", "docker compose")


def _program(subject: str, names: Sequence[str]) -> Finding:
    found = next((path for name in names if (path := shutil.which(name))), None)
    return Finding(subject, "can" if found else "without", found or f"没有找到 not found: {', '.join(names)}")
