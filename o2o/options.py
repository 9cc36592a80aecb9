"""What the person may choose when starting the platform, by argument or by environment."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from o2o.errors import PlatformError
from o2o.paths import RunDirectory
from o2o.topology import BROKER_PORT, LOOPBACK, POSTGRES_PORT, Service

HIGHEST_PORT = 65_535
_ADDRESS = re.compile(r"[A-Za-z0-9_.\-]+:\d{1,5}(,[A-Za-z0-9_.\-]+:\d{1,5})*")


@dataclass(frozen=True, slots=True)
class Options:
    """`kafka` is the address of a given cluster, or None for the embedded broker; `fresh` starts with empty databases."""

    run: RunDirectory = field(default_factory=RunDirectory.from_environment)
    port_offset: int = 0
    kafka: str | None = None
    fresh: bool = False

    @classmethod
    def from_environment(cls, *, fresh: bool = False) -> Options:
        """O2O_RUN_DIRECTORY, O2O_PORT_OFFSET (a second platform beside the first) and KAFKA."""
        return cls(port_offset=_port_offset(os.environ.get("O2O_PORT_OFFSET", "0")), kafka=_kafka(os.environ.get("KAFKA", "")), fresh=fresh)

    def port_of(self, service: Service) -> int:
        return service.port + self.port_offset

    def url_of(self, service: Service) -> str:
        return f"http://{LOOPBACK}:{self.port_of(service)}"

    @property
    def postgres_port(self) -> int:
        return POSTGRES_PORT + self.port_offset

    @property
    def broker_port(self) -> int:
        return BROKER_PORT + self.port_offset

    def ports(self, services: Sequence[Service]) -> dict[str, int]:
        """Every port this platform listens on, by process."""
        broker = {} if self.kafka else {"broker": self.broker_port}
        return {"postgres": self.postgres_port, **broker, **{service.name: self.port_of(service) for service in services}}

    @property
    def kafka_bootstrap(self) -> str:
        return self.kafka or f"{LOOPBACK}:{self.broker_port}"

    @property
    def kafka_profile(self) -> str:
        return "kafka" if self.kafka else "embedded"

    @property
    def partitions(self) -> int:
        return 3 if self.kafka else 1


def _port_offset(text: str) -> int:
    if not text.isdecimal() or int(text) > HIGHEST_PORT - BROKER_PORT:
        raise PlatformError(
            zh=f"O2O_PORT_OFFSET={text} 无效:请用 0 到 {HIGHEST_PORT - BROKER_PORT} 的整数。",
            en=f"O2O_PORT_OFFSET={text} is not a number from 0 to {HIGHEST_PORT - BROKER_PORT}.",
        )
    return int(text)


def _kafka(text: str) -> str | None:
    if text == "apache":
        raise PlatformError(
            zh="KAFKA=apache(自动运行 Apache Kafka)尚未提供。请去掉 KAFKA 用内嵌消息代理,或用 KAFKA=主机:端口 指定现有集群。",
            en="KAFKA=apache (running Apache Kafka for you) is not built yet. Leave KAFKA out, or name a cluster: KAFKA=host:port.",
        )
    if text and not _ADDRESS.fullmatch(text):
        raise PlatformError(zh=f"KAFKA={text} 无效:应为 主机:端口。", en=f"KAFKA={text} is not host:port.")
    return text or None
