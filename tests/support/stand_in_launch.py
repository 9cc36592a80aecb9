"""The real supervisor with stand-ins for the services: `python -m tests.support.stand_in_launch OPTIONS`."""

from __future__ import annotations

import json
import sys

from o2o import launch
from o2o.paths import RunDirectory
from o2o.topology import Service

MODULE = "tests.support.stand_in_launch"
STAND_INS = (Service("alpha", 8001), Service("beta", 8002))

if __name__ == "__main__":
    offset = json.loads(sys.argv[1])["port_offset"]
    folder = str(RunDirectory.from_environment().root)

    def command(service: Service) -> tuple[str, ...]:
        return (sys.executable, "-m", "tests.support.stand_in", service.name, str(service.port + offset), folder)

    sys.exit(launch.main(sys.argv[1], services=STAND_INS, command=command))
